//! For tests: the real state, the real library and the real drawing, on a screen in memory. Keys are typed as they
//! are written ("j j Enter"), effects are done at once.

use std::ops::ControlFlow;
use std::sync::mpsc::{self, Receiver};

use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use ratatui::style::Modifier;
use tempfile::TempDir;

use crate::app::{App, Clock, Effect, Msg, Place, Shelf};
use crate::article::{Article, Block, Item, LinkRole, PageLink, Span, SpanStyle, Text};
use crate::config::{Config, Env, Settings};
use crate::keys::Sequence;
use crate::library::{Library, NewSource, Origin, SourceKind};
use crate::loader::Loaded;
use crate::runtime::reader::{self, Request};
use crate::runtime::writer::{Order, Writer};

const NOBODY: Env<'static> = &|_| None;

/// A reader on a screen in memory.
pub(crate) struct Scenario {
    pub(crate) app: App,
    pub(crate) done: Vec<Effect>,
    folder: TempDir,
    terminal: Terminal<TestBackend>,
    settings: Settings,
    pub(crate) writer: Writer,
    inbox: Receiver<Msg>,
    ended: bool,
}

impl Scenario {
    /// Opens a library with these articles at a size.
    pub(crate) fn new(width: u16, height: u16, articles: Vec<Article>) -> Self {
        let (folder, library) = filled(articles);
        Self::open((width, height), folder, library, Shelf::default(), &Place::default())
    }

    /// The same, after the index has followed.
    pub(crate) fn indexed(width: u16, height: u16, articles: Vec<Article>) -> Self {
        let mut scenario = Self::new(width, height, articles);
        scenario.index();
        scenario
    }

    /// The same, where the library is a temporary one.
    pub(crate) fn temporary(width: u16, height: u16, articles: Vec<Article>) -> Self {
        let (folder, library) = filled(articles);
        let shelf = Shelf { title: Some("news".to_owned()), temporary: true };
        Self::open((width, height), folder, library, shelf, &Place::default())
    }

    fn open(size: (u16, u16), folder: TempDir, library: Library, shelf: Shelf, place: &Place) -> Self {
        let (width, height) = size;
        let settings = crate::config::resolve(&Config::default(), NOBODY).unwrap();
        let keymap = std::sync::Arc::new(settings.keymap.clone());
        let app = App::new(keymap, settings.measure, shelf, place, clock());
        let terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
        let (sender, inbox) = mpsc::channel();
        let own = folder.path().join("own");
        let writer = Writer::new(library, own, "test".to_owned(), sender);
        let mut scenario =
            Self { app, done: Vec::new(), folder, terminal, settings, writer, inbox, ended: false };
        let start = scenario.app.start();
        scenario.perform(start);
        scenario.send(Msg::Resize(width, height));
        scenario
    }

    /// Ends the program and starts it again on the same library.
    pub(crate) fn restart(mut self, width: u16, height: u16) -> Self {
        self.keys("Q");
        let place = self.done.iter().rev().find_map(|effect| match effect {
            Effect::SavePlace(place) => Some(place.clone()),
            _ => None,
        });
        Self::open((width, height), self.folder, self.writer.library, Shelf::default(), &place.unwrap())
    }

    /// Types keys, one after the other.
    pub(crate) fn keys(&mut self, keys: &str) -> &mut Self {
        for msg in typed(keys) {
            self.send(msg);
        }
        self
    }

    /// Finds copies and stories, as the program does after articles came in.
    pub(crate) fn group(&mut self) {
        self.library().catch_up(&mut |_| std::ops::ControlFlow::Continue(())).unwrap();
        self.send(Msg::Changed);
    }

    /// What the library holds.
    pub(crate) fn library(&self) -> &Library {
        &self.writer.library
    }

    /// Brings the search index up to the library.
    pub(crate) fn index(&mut self) -> &mut Self {
        self.library().catch_up(&mut |_| std::ops::ControlFlow::Continue(())).unwrap();
        self.send(Msg::Changed);
        self
    }

    /// Types text as it stands.
    pub(crate) fn text(&mut self, text: &str) -> &mut Self {
        for character in text.chars() {
            let name = if character == ' ' { "Space".to_owned() } else { character.to_string() };
            self.keys(&name);
        }
        self
    }

    /// The terminal gets another size.
    pub(crate) fn resize(&mut self, width: u16, height: u16) -> &mut Self {
        self.terminal.backend_mut().resize(width, height);
        self.send(Msg::Resize(width, height));
        self
    }

    /// Something happens; everything that follows from it is done.
    pub(crate) fn send(&mut self, msg: Msg) {
        self.app.set_clock(clock());
        let effects = self.app.update(msg);
        self.perform(effects);
        self.drain();
    }

    /// All of this happens before any thread has answered anything.
    pub(crate) fn burst(&mut self, msgs: Vec<Msg>) -> &mut Self {
        self.app.set_clock(clock());
        let effects: Vec<Effect> = msgs.into_iter().flat_map(|msg| self.app.update(msg)).collect();
        self.perform(effects);
        self.drain();
        self
    }

    fn drain(&mut self) {
        while let Ok(msg) = self.inbox.try_recv() {
            let effects = self.app.update(msg);
            self.perform(effects);
        }
    }

    fn perform(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            self.done.push(effect.clone());
            self.ended |= effect == Effect::Quit;
            match Request::try_from(effect) {
                Ok(request) => {
                    reader::answer(self.library(), request, &self.writer.inbox, &|| false);
                }
                Err(effect) => {
                    if let Ok(order) = Order::try_from(effect) {
                        self.writer.keep(order);
                    }
                    self.writer.carry_out(&mut |_| ControlFlow::Continue(()));
                }
            }
        }
    }

    /// Whether the program has ended.
    pub(crate) fn has_ended(&self) -> bool {
        self.ended
    }

    /// What the screen shows.
    pub(crate) fn screen(&mut self) -> String {
        // a back end without cells cannot be printed
        let area = self.buffer().area;
        if area.is_empty() { String::new() } else { self.terminal.backend().to_string() }
    }

    /// The cells of the screen.
    pub(crate) fn buffer(&mut self) -> Buffer {
        let (app, theme) = (&self.app, &self.settings.theme);
        self.terminal.draw(|frame| crate::ui::draw(frame, app, theme)).unwrap();
        self.terminal.backend().buffer().clone()
    }

    /// What is marked in the text on the screen, top down: `(` before a match, `[` before the one the reader is at.
    pub(crate) fn marked(&mut self) -> Vec<String> {
        let area = self.app.geometry().body.unwrap().inner;
        let buffer = self.buffer();
        let sign = |x, y| {
            let modifier = buffer[(x, y)].modifier;
            let is = |other| modifier.contains(Modifier::BOLD | other);
            if is(Modifier::REVERSED) { Some('[') } else { is(Modifier::UNDERLINED).then_some('(') }
        };
        let cells =
            (area.y..area.y + area.height).flat_map(|y| (area.x..area.x + area.width).map(move |x| (x, y)));
        let (mut marked, mut before) = (Vec::<String>::new(), None);
        for (x, y) in cells {
            let sign = sign(x, y);
            if let Some(sign) = sign {
                if before != Some(sign) {
                    marked.push(sign.to_string());
                }
                marked.last_mut().unwrap().push_str(buffer[(x, y)].symbol());
            }
            before = sign;
        }
        marked
    }

    /// Where the real cursor stands; `None` where it is hidden.
    pub(crate) fn cursor(&mut self) -> (u16, u16) {
        self.buffer();
        self.terminal.backend().cursor_position().into()
    }

    /// Headline of the selected article.
    pub(crate) fn selected(&self) -> &str {
        self.app.list().selected().map_or("", |row| row.title.as_str())
    }

    /// Headline of the article in the body.
    pub(crate) fn reading(&self) -> &str {
        self.app.body().opened().map_or("", |opened| opened.held.article.title.as_str())
    }

    /// What was said last.
    pub(crate) fn toast(&self) -> &str {
        self.app.toast().map_or("", |toast| toast.text.as_str())
    }
}

/// A library with these articles.
fn filled(articles: Vec<Article>) -> (TempDir, Library) {
    let folder = tempfile::tempdir().unwrap();
    let mut library = Library::open(folder.path()).unwrap();
    let address = "/news".to_owned();
    let new = NewSource { kind: SourceKind::Folder, address, title: "News".into(), origin: Origin::User };
    let source = library.add_source(&new).unwrap();
    let loaded: Vec<Loaded> = articles.into_iter().map(loaded).collect();
    library.add(source.id, &loaded).unwrap();
    (folder, library)
}

/// Keys as they are written, as messages.
pub(crate) fn typed(keys: &str) -> Vec<Msg> {
    let sequences = keys.split(' ').map(|word| word.parse::<Sequence>().unwrap());
    sequences.flat_map(|sequence| sequence.chords().to_vec()).map(Msg::Key).collect()
}

/// Noon of a day after all the articles.
fn clock() -> Clock {
    Clock { instant: std::time::Instant::now(), zoned: "2026-11-15T12:00:00+00:00[UTC]".parse().unwrap() }
}

fn loaded(article: Article) -> Loaded {
    let key = article.url.clone().unwrap_or_else(|| article.title.clone());
    Loaded { key, given_id: None, tags: vec![], read: None, starred: None, article }
}

/// Articles of every kind, newest first: long, short, wide, right to left, with code, a table and links.
pub(crate) fn edition() -> Vec<Article> {
    vec![harbour(), recipe(), japanese(), arabic(), short("A short note", "2026-11-08"), oldest()]
}

/// As many short articles as wanted, one a day back from 2026-11-14.
pub(crate) fn many(count: i64) -> Vec<Article> {
    let newest: jiff::civil::Date = "2026-11-14".parse().unwrap();
    (0..count)
        .map(|n| short(&format!("Article {n}"), &(newest - jiff::Span::new().days(n)).to_string()))
        .collect()
}

fn short(title: &str, day: &str) -> Article {
    Article {
        title: title.to_owned(),
        site: Some("Notes".to_owned()),
        published: Some(day.parse().unwrap()),
        body: vec![Block::paragraph("One sentence is enough.")],
        ..Article::default()
    }
}

fn link(role: LinkRole, title: &str, day: Option<&str>) -> PageLink {
    let published = day.map(|day| day.parse().unwrap());
    PageLink { role, title: title.to_owned(), published, url: None, article: None }
}

fn harbour() -> Article {
    let paragraph = "The harbour master counted the boats twice, because the first count had come out as a \
                     number he did not like, and the second came out the same. ";
    let mut body = vec![Block::paragraph(paragraph.repeat(2)), Block::heading(2, "What the tide left")];
    body.extend((0..12).map(|_| Block::paragraph(paragraph.repeat(3))));
    body.insert(3, Block::RelatedInline(Text::plain("The recipe for harbour bread")));
    Article {
        url: Some("https://packet.example/harbour".to_owned()),
        title: "A harbour learns to wait, and so do its boats".to_owned(),
        subtitle: Some("Counting is the easy part.".to_owned()),
        authors: vec!["Ida Rowe".to_owned()],
        published: Some("2026-11-14T09:30:00Z".parse().unwrap()),
        site: Some("The Packet".to_owned()),
        sections: vec!["City".to_owned(), "Harbour".to_owned()],
        categories: vec!["Boats".to_owned(), "Tides".to_owned()],
        reading_minutes: Some(4),
        copyright: Some("© The Packet".to_owned()),
        body,
        links: vec![
            link(LinkRole::InlineRelated, "The recipe for harbour bread", None),
            link(LinkRole::Related, "A short note", Some("2026-11-08")),
            link(LinkRole::Latest, "A headline that nobody holds", Some("2026-11-13")),
            link(LinkRole::Latest, "彗星の尾、灯台の明かり", Some("2026-11-12")),
        ],
        ..Article::default()
    }
}

fn recipe() -> Article {
    let bold = Span { start: 4, end: 9, style: SpanStyle::Strong, url: None };
    let url = Some("https://packet.example/flour".to_owned());
    let linked = Span { start: 17, end: 22, style: SpanStyle::Link, url };
    let intro = Text { text: "Use fresh yeast, flour and patience.".to_owned(), spans: vec![bold, linked] };
    let item = |text: &str, items| Item { text: Text::plain(text), items };
    let table =
        vec![vec!["Flour".to_owned(), "500 g".to_owned()], vec!["Water".to_owned(), "340 g".to_owned()]];
    Article {
        title: "The recipe for harbour bread".to_owned(),
        published: Some("2026-11-13".parse().unwrap()),
        site: Some("Lathe & Ladle".to_owned()),
        body: vec![
            Block::Paragraph(intro),
            Block::List {
                ordered: true,
                items: vec![item("Mix", vec![item("by hand", vec![])]), item("Wait", vec![])],
            },
            Block::Quote(Text::plain("Bread is only time that has been told to sit still.")),
            Block::Code { language: None, text: format!("ratio = water / flour  # {}", "x".repeat(120)) },
            Block::Table { header: vec!["What".to_owned(), "How much".to_owned()], rows: table },
            Block::Rule,
            Block::Image { alt: "A loaf".to_owned(), url: "https://packet.example/loaf.jpg".to_owned() },
        ],
        ..Article::default()
    }
}

fn japanese() -> Article {
    Article {
        title: "彗星の尾、灯台の明かり".to_owned(),
        authors: vec!["佐藤 海".to_owned()],
        published: Some("2026-11-12".parse().unwrap()),
        site: Some("ザ・メソッド".to_owned()),
        language: Some("ja".to_owned()),
        body: vec![Block::paragraph(
            "灯台の明かりが十二秒のあいだ消えると、彗星の尾が見えた。👩‍🔬 観測者は声を上げなかった。",
        )],
        ..Article::default()
    }
}

fn arabic() -> Article {
    Article {
        title: "خريطة ضاعت بين كتب الحياكة".to_owned(),
        published: Some("2026-11-10".parse().unwrap()),
        site: Some("Wire".to_owned()),
        language: Some("ar".to_owned()),
        body: vec![Block::paragraph("وجدت أمينة المكتبة الخريطة بين كتب الحياكة.")],
        ..Article::default()
    }
}

fn oldest() -> Article {
    Article {
        published: Some("2023-01-17".parse().unwrap()),
        ..short("An old piece, long since read", "2023-01-17")
    }
}

/// Three stories of one piece each; the middle one stands in three outlets.
pub(crate) fn told_twice() -> Vec<Article> {
    let text = |topic: &str, words: std::ops::Range<usize>| {
        words.map(|n| format!("{topic}{n}")).collect::<Vec<_>>().join(" ")
    };
    let piece = |site: &str, title: &str, day: i8, text: String| Article {
        title: title.into(),
        site: Some(site.into()),
        published: Some(crate::article::Moment::Day(jiff::civil::date(2026, 3, day))),
        body: vec![Block::paragraph(text)],
        ..Article::default()
    };
    vec![
        piece("Example Wire", "Court weighs export rules", 3, text("court", 0..90)),
        piece("Sample", "Export rules before the court", 4, text("court", 0..80)),
        piece("Evening Wire", "Judges look at exports", 5, text("court", 10..90)),
        piece("Sample", "A harbour learns to wait", 6, text("harbour", 0..90)),
        piece("Sample", "A loaf remembers", 1, text("loaf", 0..90)),
    ]
}
