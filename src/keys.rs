//! Keys as data: what is bound to what, what may follow, and which key a footer should show.

use serde::Deserialize;

use crate::action::{Action, Context};

mod chord;
mod sequence;

pub use chord::Chord;
pub use sequence::{KeyError, Sequence, names};

/// A set of bindings that comes with the program. Each lies over `vim`, as the user's own bindings lie over it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Preset {
    /// As in vim and mutt.
    #[default]
    Vim,
    /// As in newsboat.
    Newsboat,
    /// As in less.
    Less,
}

impl Preset {
    /// Every preset.
    pub const ALL: [Self; 3] = [Self::Vim, Self::Newsboat, Self::Less];

    /// Its bindings, lowest first: name of the file and its text, as it could stand in `[keys]` of a config.
    pub const fn layers(self) -> &'static [(&'static str, &'static str)] {
        const VIM: (&str, &str) = ("keys-vim.toml", include_str!("../assets/keys-vim.toml"));
        const NEWSBOAT: (&str, &str) = ("keys-newsboat.toml", include_str!("../assets/keys-newsboat.toml"));
        const LESS: (&str, &str) = ("keys-less.toml", include_str!("../assets/keys-less.toml"));
        match self {
            Self::Vim => &[VIM],
            Self::Newsboat => &[VIM, NEWSBOAT],
            Self::Less => &[VIM, LESS],
        }
    }
}

/// One line of `[keys]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Binding {
    /// The pane it is limited to.
    pub pane: Option<Context>,
    /// What is typed.
    pub sequence: Sequence,
    /// What that does; nothing, to take a binding away.
    pub action: Option<Action>,
}

impl Binding {
    /// The panes that it changes: those it is limited to, and of these the ones its action works in.
    pub fn contexts(&self) -> impl Iterator<Item = Context> {
        let (pane, action) = (self.pane, self.action);
        Context::ALL
            .into_iter()
            .filter(move |&context| pane.is_none_or(|pane| pane == context))
            .filter(move |&context| action.is_none_or(|action| action.applies(context)))
    }

    /// Whether only one of the two can be reached. A binding for a pane stands above one for all, so these never clash.
    pub fn clashes(&self, other: &Self) -> bool {
        self.pane == other.pane
            && self.sequence.hides(&other.sequence)
            && self.contexts().any(|context| other.contexts().any(|theirs| theirs == context))
    }
}

/// What typed keys mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lookup {
    /// They are complete.
    Action(Action),
    /// They begin something; these may follow.
    Pending(Vec<Follow>),
    /// Nothing begins so.
    None,
}

/// A chord that may follow, and where it leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Follow {
    /// The chord.
    pub chord: Chord,
    /// What it does; nothing yet, where still more must follow.
    pub action: Option<Action>,
}

/// What is bound in each pane. No sequence of a pane begins another one, so every one can be reached.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Keymap {
    // Some seventy a pane: walking them costs less than a frame's first cell, and keeps the order of declaration.
    panes: [Vec<(Sequence, Action)>; Context::ALL.len()],
}

impl Keymap {
    /// Lays a binding over what is there: whatever it would hide, or would be hidden by, goes.
    pub fn bind(&mut self, binding: &Binding) {
        for context in binding.contexts() {
            let pane = &mut self.panes[context as usize];
            pane.retain(|(sequence, _)| !sequence.hides(&binding.sequence));
            pane.extend(binding.action.map(|action| (binding.sequence.clone(), action)));
        }
    }

    /// What the chords typed so far mean in a pane.
    pub fn lookup(&self, context: Context, typed: &[Chord]) -> Lookup {
        let mut follows: Vec<Follow> = Vec::new();
        for (sequence, action) in self.bindings(context) {
            match sequence.chords().strip_prefix(typed) {
                Some([]) => return Lookup::Action(action),
                Some([chord, rest @ ..]) if follows.iter().all(|follow| follow.chord != *chord) => {
                    follows.push(Follow { chord: *chord, action: rest.is_empty().then_some(action) });
                }
                _ => {}
            }
        }
        if follows.is_empty() { Lookup::None } else { Lookup::Pending(follows) }
    }

    /// Everything bound in a pane, in the order of declaration.
    pub fn bindings(&self, context: Context) -> impl Iterator<Item = (&Sequence, Action)> {
        self.panes[context as usize].iter().map(|(sequence, action)| (sequence, *action))
    }

    /// The keys of an action as they are shown, first declared first.
    pub fn keys_for(&self, context: Context, action: Action) -> Vec<String> {
        self.bindings(context)
            .filter(|(_, bound)| *bound == action)
            .map(|(sequence, _)| sequence.to_string())
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn binding(pane: Option<Context>, keys: &str, action: Option<Action>) -> Binding {
        Binding { pane, sequence: keys.parse().unwrap(), action }
    }

    fn map(bindings: &[(Option<Context>, &str, Option<Action>)]) -> Keymap {
        let mut map = Keymap::default();
        for (pane, keys, action) in bindings {
            map.bind(&binding(*pane, keys, *action));
        }
        map
    }

    fn lookup(map: &Keymap, context: Context, keys: &str) -> Lookup {
        map.lookup(context, keys.parse::<Sequence>().unwrap().chords())
    }

    #[test]
    fn a_begun_sequence_says_what_may_follow() {
        let map = map(&[
            (None, "gg", Some(Action::First)),
            (None, "g x y", Some(Action::Last)),
            (None, "g x z", Some(Action::Undo)),
            (None, "G", Some(Action::Last)),
        ]);
        let chord = |keys: &str| keys.parse::<Sequence>().unwrap().chords()[0];
        assert_eq!(
            lookup(&map, Context::List, "g"),
            Lookup::Pending(vec![
                Follow { chord: chord("g"), action: Some(Action::First) },
                Follow { chord: chord("x"), action: None },
            ])
        );
        assert_eq!(lookup(&map, Context::List, "g x z"), Lookup::Action(Action::Undo));
        assert_eq!(lookup(&map, Context::List, "g q"), Lookup::None);
    }

    #[test]
    fn a_later_binding_takes_away_what_it_hides() {
        let map = map(&[
            (None, "gg", Some(Action::First)),
            (None, "g", Some(Action::Last)),
            (None, "q", Some(Action::Close)),
            (None, "q x", Some(Action::Quit)),
            (None, "u", Some(Action::Undo)),
            (None, "u", None),
        ]);
        assert_eq!(lookup(&map, Context::Body, "g"), Lookup::Action(Action::Last));
        assert_eq!(lookup(&map, Context::Body, "q x"), Lookup::Action(Action::Quit));
        assert_eq!(lookup(&map, Context::Body, "u"), Lookup::None);
        assert_eq!(map.bindings(Context::Body).count(), 2);
    }

    #[test]
    fn a_binding_reaches_only_panes_in_which_its_action_works() {
        let map = map(&[
            (None, "J", Some(Action::ScrollBodyDown)),
            (Some(Context::Body), "J", Some(Action::NextArticle)),
            (Some(Context::List), "x", Some(Action::Quit)),
        ]);
        assert_eq!(lookup(&map, Context::List, "J"), Lookup::Action(Action::ScrollBodyDown));
        assert_eq!(lookup(&map, Context::Body, "J"), Lookup::Action(Action::NextArticle));
        assert_eq!(lookup(&map, Context::Related, "x"), Lookup::None);
    }

    #[test]
    fn keys_are_shown_in_the_order_of_declaration() {
        let map = map(&[(None, "gg", Some(Action::First)), (None, "Home", Some(Action::First))]);
        assert_eq!(map.keys_for(Context::List, Action::First), ["gg", "Home"]);
        assert!(map.keys_for(Context::List, Action::Quit).is_empty());
    }

    #[test]
    fn what_the_terminal_cannot_tell_apart_clashes() {
        let tab = binding(None, "Tab", Some(Action::NextPane));
        assert!(tab.clashes(&binding(None, "Ctrl-I", Some(Action::Quit))));
        assert!(tab.clashes(&binding(None, "Tab x", Some(Action::Quit))));
        assert!(!tab.clashes(&binding(Some(Context::Body), "Tab", Some(Action::Quit))));
        let down = binding(None, "J", Some(Action::ScrollBodyDown));
        assert!(
            !down.clashes(&binding(None, "J", Some(Action::NextArticle))),
            "they work in different panes"
        );
    }
}
