//! What lies over the panes and takes the keys before them: the list of keys, and questions.

use super::act::is_possible;
use super::find::Find;
use super::prompt::Line;
use super::search::Search;
use super::sheet::Sheet;
use super::{App, Effect};
use crate::action::{Action, Entry, Group, TABLE};
use crate::keys::Chord;

/// A layer.
#[derive(Debug)]
pub enum Layer {
    /// Keys and actions, filtered as you type; Enter runs one.
    Help(Help),
    /// A question answered by a line of text.
    Question(Question),
    /// A search or a filter, while it is typed.
    Search(Search),
    /// A find in the text, while it is typed.
    Find(Find),
    /// What narrows the rail, while it is typed.
    Rail,
    /// A list to choose from or to look at.
    Sheet(Sheet),
}

/// The list of keys: help, palette and command line are the same thing, entered by different doors.
#[derive(Debug, Default)]
pub struct Help {
    /// What is typed.
    pub filter: Line,
    /// Index of the selected entry among those that fit.
    pub cursor: usize,
    /// What stands before the typed text.
    pub sign: &'static str,
}

/// A question.
#[derive(Debug)]
pub struct Question {
    /// What is asked.
    pub asked: Asked,
    /// What is typed.
    pub answer: Line,
}

/// What can be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// Which file, folder or address to add.
    Source,
    /// Under which name to save the search.
    Name,
}

impl Help {
    /// The actions that fit what is typed, in the order of the table: every word must stand somewhere in the
    /// name, the explanation, the group or the keys.
    pub fn entries(&self, app: &App) -> Vec<&'static Entry> {
        let words: Vec<String> = self.filter.text().split_whitespace().map(str::to_lowercase).collect();
        TABLE.iter().filter(|entry| words.iter().all(|word| fits(entry, word, app))).collect()
    }

    /// Index of the entry that is meant most likely: the one of this very name, else the first.
    fn best(&self, app: &App) -> usize {
        let typed = self.filter.text().trim();
        self.entries(app).iter().position(|entry| entry.name == typed).unwrap_or(0)
    }
}

fn fits(entry: &Entry, word: &str, app: &App) -> bool {
    let inside = |text: &str| text.to_lowercase().contains(word);
    inside(entry.name)
        || inside(entry.help)
        || inside(entry.group.title())
        || app.keys_of(entry.action).iter().any(|keys| keys.to_lowercase() == word)
}

/// What a key does to a line that is typed into.
pub(super) enum Typed {
    Edited,
    Enter,
    Leave,
    Move(isize),
    Nothing,
}

pub(super) fn type_into(line: &mut Line, chord: Chord) -> Typed {
    if let Some(character) = chord.character() {
        line.insert(character.encode_utf8(&mut [0; 4]));
        return Typed::Edited;
    }
    match chord.to_string().as_str() {
        "Esc" | "Ctrl-C" | "Ctrl-G" => return Typed::Leave,
        "Enter" => return Typed::Enter,
        "Down" | "Tab" | "Ctrl-N" | "Ctrl-J" => return Typed::Move(1),
        "Up" | "Shift-Tab" | "Ctrl-P" | "Ctrl-K" => return Typed::Move(-1),
        "PgDn" => return Typed::Move(10),
        "PgUp" => return Typed::Move(-10),
        "Backspace" if !line.backspace() && line.text().is_empty() => return Typed::Leave,
        "Backspace" => {}
        "Ctrl-W" => line.delete_word(),
        "Ctrl-U" => line.delete_to_start(),
        "Home" | "Ctrl-A" => line.jump(false),
        "End" | "Ctrl-E" => line.jump(true),
        "Left" => line.step(false),
        "Right" => line.step(true),
        _ => return Typed::Nothing,
    }
    Typed::Edited
}

impl App {
    /// The keys that run an action in the pane that has the focus.
    pub fn keys_of(&self, action: Action) -> Vec<String> {
        self.keymap.keys_for(self.focus, action)
    }

    /// The first key for an action, or its name where it has none.
    pub fn key_of(&self, action: Action) -> String {
        self.keys_of(action).into_iter().next().unwrap_or_else(|| format!(":{}", action.name()))
    }

    pub(super) fn open_help(&mut self, sign: &'static str) {
        self.layers.push(Layer::Help(Help { sign, ..Help::default() }));
    }

    /// Asks; `answer` is what Enter alone says.
    pub(super) fn ask(&mut self, asked: Asked, answer: &str) {
        let mut line = Line::default();
        line.insert(answer);
        self.layers.push(Layer::Question(Question { asked, answer: line }));
    }

    /// The layer on top has the keyboard; it is taken off while it works, so that it can look at the state.
    pub(super) fn layer_key(&mut self, chord: Chord) {
        match self.layers.pop() {
            Some(Layer::Help(help)) => self.help_key(help, chord),
            Some(Layer::Question(question)) => self.question_key(question, chord),
            Some(Layer::Search(search)) => self.search_key(search, chord),
            Some(Layer::Find(find)) => self.find_key(find, chord),
            Some(Layer::Rail) => self.rail_filter_key(chord),
            Some(Layer::Sheet(sheet)) => self.sheet_key(sheet, chord),
            None => {}
        }
    }

    fn help_key(&mut self, mut help: Help, chord: Chord) {
        let count = help.entries(self).len();
        match type_into(&mut help.filter, chord) {
            Typed::Leave => return,
            Typed::Enter => {
                if let Some(entry) = help.entries(self).get(help.cursor) {
                    self.act(entry.action);
                }
                return;
            }
            Typed::Move(by) => help.cursor = help.cursor.saturating_add_signed(by).min(count.max(1) - 1),
            Typed::Edited => help.cursor = help.best(self),
            Typed::Nothing => {}
        }
        self.layers.push(Layer::Help(help));
    }

    fn question_key(&mut self, mut question: Question, chord: Chord) {
        match type_into(&mut question.answer, chord) {
            Typed::Leave => return,
            Typed::Enter => {
                let answer = question.answer.text().trim();
                match question.asked {
                    _ if answer.is_empty() => {}
                    Asked::Source => self.push(Effect::AddSource(answer.to_owned())),
                    Asked::Name => self.save_search(answer),
                }
                return;
            }
            Typed::Move(_) | Typed::Edited | Typed::Nothing => {}
        }
        self.layers.push(Layer::Question(question));
    }

    /// A paste is one event and never a row of keys: pasted into a line it is text, elsewhere it is nothing.
    pub(super) fn paste(&mut self, text: &str) {
        match self.layers.last_mut() {
            Some(Layer::Help(help)) => {
                help.filter.insert(text);
                help.cursor = 0;
            }
            Some(Layer::Question(question)) => question.answer.insert(text),
            Some(Layer::Search(_)) => self.search_pasted(text),
            Some(Layer::Find(_)) => self.find_pasted(text),
            Some(Layer::Rail) => self.rail_filter_pasted(text),
            Some(Layer::Sheet(_)) => {}
            None => {
                let key = self.key_of(Action::AddSource);
                self.say(
                    super::Severity::Info,
                    format!("Pasted text goes nowhere here · {key} adds a source"),
                );
            }
        }
    }

    /// Whether an action would do anything just now; the list of keys shows the others dimmed.
    pub fn is_possible(&self, action: Action) -> bool {
        action.applies(self.focus) && is_possible(self, action)
    }
}

/// The heading above an entry, where the entry before it belongs to another group.
pub fn heading_of(entries: &[&'static Entry], index: usize) -> Option<Group> {
    let group = entries.get(index)?.group;
    (index == 0 || entries[index - 1].group != group).then_some(group)
}
