//! A second opinion that knows nothing of the analyser, the parser or SQLite: texts are made of numbered words, and
//! the evaluator compares numbers.

use proptest::prelude::*;
use proptest::sample::{Index, select};

/// A word in its folded form, its spellings, and whether its script is written without spaces.
struct Word {
    folded: &'static str,
    spellings: &'static [&'static str],
    spaceless: bool,
}

const fn word(folded: &'static str, spellings: &'static [&'static str]) -> Word {
    Word { folded, spellings, spaceless: false }
}

const fn sign(folded: &'static str, spellings: &'static [&'static str]) -> Word {
    Word { folded, spellings, spaceless: true }
}

/// Latin, Greek, Cyrillic, Arabic, Hebrew; Chinese, Japanese, Thai, Korean.
const WORDS: [Word; 26] = [
    word("cafe", &["café", "CAFÉ", "Cafe\u{301}"]),
    word("strasse", &["Straße", "STRASSE", "straße"]),
    word("harbour", &["harbour", "Harbour"]),
    word("har", &["har", "HAR"]),
    word("οδοσ", &["οδός", "ΟΔΟΣ", "οδος"]),
    word("οδοι", &["οδοί", "Οδοι"]),
    word("край", &["край", "КРАЙ", "краи\u{306}"]),
    word("краи", &["краи", "Краи"]),
    word("سلام", &["سلام"]),
    word("سلامة", &["سلامة"]),
    word("שלום", &["שלום"]),
    word("שלומי", &["שלומי"]),
    word("7", &["7", "７"]),
    sign("北", &["北"]),
    sign("京", &["京"]),
    sign("学", &["学"]),
    sign("ガ", &["ガ", "ｶﾞ"]),
    sign("カ", &["カ", "ｶ"]),
    sign("語", &["語"]),
    sign("ที่", &["ที่"]),
    sign("ที", &["ที"]),
    sign("นี่", &["นี่"]),
    sign("ก", &["ก"]),
    sign("한", &["한", "\u{1112}\u{1161}\u{11ab}"]),
    sign("국", &["국"]),
    sign("어", &["어"]),
];

/// Patterns, each with what has to stand in the text, case aside.
const PATTERNS: [(&str, &str); 4] =
    [("HARB.u", "harbou"), ("北[京]", "北京"), ("кра[й]", "край"), ("r\\w*ß", "raß")];

pub(super) const LANGUAGES: [&str; 3] = ["en", "zh", "ru-RU"];
pub(super) const SOURCES: [&str; 2] = ["Gene Wire", "Café Nord"];
/// Folders of the sources: in each several, one of them the start of another's name.
pub(super) const FOLDERS: [&[&str]; 2] = [&["Labs", "★/Länder"], &["Lab\"s/north", "Labs north"]];
/// What is asked for by folder, and for which sources it fits.
const FOLDER_ASKS: [(&str, [bool; 2]); 8] = [
    ("folder:labs", [true, false]),
    ("folder:lab*", [true, true]),
    ("folder:\"lab s\"", [false, true]),
    ("folder:\"LABS NORTH\"", [false, true]),
    ("folder:★", [true, false]),
    ("folder:/★/länder/", [true, false]),
    ("folder:länder", [false, false]),
    ("folder:\"★/l*\"", [true, false]),
];

/// A text.
#[derive(Debug, Clone, Default)]
pub(super) struct Prose(Vec<Written>);

/// A word of a text with what stands before it, which is nothing where it is joined to another.
#[derive(Debug, Clone)]
struct Written {
    word: usize,
    text: String,
    joined: bool,
}

#[derive(Debug, Clone)]
pub(super) struct Piece {
    pub(super) title: Prose,
    pub(super) paragraphs: Vec<Prose>,
    pub(super) author: Prose,
    pub(super) site: Option<Prose>,
    pub(super) section: Prose,
    pub(super) categories: Vec<Prose>,
    pub(super) tag: Prose,
    pub(super) language: Option<&'static str>,
    pub(super) source: usize,
    pub(super) day: i64,
    pub(super) read: bool,
    pub(super) starred: bool,
}

#[derive(Debug, Clone)]
pub(super) enum Ask {
    All(Vec<Ask>),
    Any(Vec<Ask>),
    Not(Box<Ask>),
    /// In a field or anywhere in the text; the last word is cut to so many characters.
    Words(Option<&'static str>, Prose, Option<usize>),
    Source(usize),
    Folder(usize),
    Is(&'static str),
    Language(usize),
    /// From this day of 2020 on, or before it.
    Day(bool, i64),
    Pattern(usize),
}

impl Prose {
    pub(super) fn written(&self) -> String {
        self.0.iter().map(|written| written.text.as_str()).collect()
    }

    /// Signs written together have to stand together; whatever else is between words does not count.
    fn holds(&self, asked: &Self, cut: Option<usize>) -> bool {
        let last = asked.0.len() - 1;
        let fits = |(number, (held, asked)): (usize, (&Written, &Written))| {
            let (word, wanted) = (&WORDS[held.word], &WORDS[asked.word]);
            let begins =
                |count| word.folded.starts_with(&wanted.folded.chars().take(count).collect::<String>());
            let same = match cut.filter(|_| number == last && !wanted.spaceless) {
                Some(count) => begins(count),
                None => word.folded == wanted.folded,
            };
            same && (number == 0 || held.joined || !asked.joined)
        };
        self.0.windows(asked.0.len()).any(|window| window.iter().zip(&asked.0).enumerate().all(fits))
    }
}

impl Piece {
    fn passages(&self) -> impl Iterator<Item = &Prose> {
        std::iter::once(&self.title).chain(&self.paragraphs)
    }
}

impl Ask {
    pub(super) fn fits(&self, piece: &Piece) -> bool {
        match self {
            Self::All(parts) => parts.iter().all(|part| part.fits(piece)),
            Self::Any(parts) => parts.iter().any(|part| part.fits(piece)),
            Self::Not(part) => !part.fits(piece),
            Self::Words(field, asked, cut) => {
                let holds = |prose: &Prose| prose.holds(asked, *cut);
                match *field {
                    None => piece.passages().any(holds),
                    Some("title") => holds(&piece.title),
                    Some("author") => holds(&piece.author),
                    Some("site") => piece.site.as_ref().is_some_and(holds),
                    Some("section") => holds(&piece.section),
                    Some("category") => piece.categories.iter().any(holds),
                    _ => holds(&piece.tag),
                }
            }
            Self::Source(source) => piece.source == *source,
            Self::Folder(asked) => FOLDER_ASKS[*asked].1[piece.source],
            Self::Is("unread") => !piece.read,
            Self::Is("read") => piece.read,
            Self::Is(_) => piece.starred,
            Self::Language(language) => piece.language == Some(LANGUAGES[*language]),
            Self::Day(after, day) => (piece.day >= *day) == *after,
            Self::Pattern(pattern) => {
                let stands = |prose: &Prose| prose.written().to_lowercase().contains(PATTERNS[*pattern].1);
                piece.passages().any(stands)
            }
        }
    }

    /// In the query language, every group in parentheses.
    pub(super) fn written(&self) -> String {
        let joined = |parts: &[Self], between| {
            format!("({})", parts.iter().map(Self::written).collect::<Vec<_>>().join(between))
        };
        match self {
            Self::All(parts) => joined(parts, " "),
            Self::Any(parts) => joined(parts, " OR "),
            Self::Not(part) => format!("-{}", part.written()),
            Self::Words(field, asked, cut) => {
                let field = field.map_or_else(String::new, |field| format!("{field}:"));
                let (last, before) = asked.0.split_last().unwrap();
                let before: String = before.iter().map(|written| written.text.as_str()).collect();
                let star = if cut.is_some() { "*" } else { "" };
                let last = match cut {
                    Some(count) if !WORDS[last.word].spaceless => {
                        format!(" {}", WORDS[last.word].folded.chars().take(*count).collect::<String>())
                    }
                    _ => last.text.clone(),
                };
                format!("{field}\"{before}{last}{star}\"")
            }
            Self::Source(source) => format!("source:\"{}\"", SOURCES[*source]),
            Self::Folder(asked) => FOLDER_ASKS[*asked].0.to_owned(),
            Self::Is(state) => format!("is:{state}"),
            Self::Language(language) => format!("lang:{}", LANGUAGES[*language].split('-').next().unwrap()),
            Self::Day(after, day) => {
                let date = jiff::civil::date(2020, 1, 1).saturating_add(jiff::Span::new().days(*day));
                format!("{}:{date}", if *after { "after" } else { "before" })
            }
            Self::Pattern(pattern) => format!("/{}/", PATTERNS[*pattern].0),
        }
    }
}

pub(super) fn prose(words: std::ops::Range<usize>) -> impl Strategy<Value = Prose> {
    let word = (0..WORDS.len(), any::<Index>(), select(vec![" ", ", ", "-", " – "]), any::<bool>());
    proptest::collection::vec(word, words).prop_map(|words| {
        let mut before: Option<&Word> = None;
        let mut prose = Vec::new();
        for (number, spelling, between, tight) in words {
            let word = &WORDS[number];
            let joined = tight && word.spaceless && before.is_some_and(|before| before.spaceless);
            let between = if before.is_none() || joined { "" } else { between };
            let text = format!("{between}{}", spelling.get(word.spellings));
            prose.push(Written { word: number, text, joined });
            before = Some(word);
        }
        Prose(prose)
    })
}

pub(super) fn piece() -> impl Strategy<Value = Piece> {
    let text = (prose(1..6), proptest::collection::vec(prose(1..12), 0..4));
    let names = (prose(1..4), proptest::option::of(prose(1..4)), prose(1..3), prose(1..3));
    let categories = proptest::collection::vec(prose(1..3), 0..3);
    let state = (0..2_usize, 0..6_i64, any::<bool>(), any::<bool>());
    let language = proptest::option::of(select(LANGUAGES.to_vec()));
    (text, names, categories, state, language).prop_map(|(text, names, categories, state, language)| Piece {
        title: text.0,
        paragraphs: text.1,
        author: names.0,
        site: names.1,
        section: names.2,
        tag: names.3,
        categories,
        language,
        source: state.0,
        day: state.1,
        read: state.2,
        starred: state.3,
    })
}

pub(super) fn ask() -> impl Strategy<Value = Ask> {
    let fields =
        [None, None, None, Some("title"), Some("author"), Some("section"), Some("category"), Some("tag")];
    let words = (select(fields.to_vec()), prose(1..3), proptest::option::of(1..4_usize));
    let leaf = prop_oneof![
        8 => words.prop_map(|(field, prose, cut)| Ask::Words(field, prose, cut)),
        1 => (0..SOURCES.len()).prop_map(Ask::Source),
        1 => (0..FOLDER_ASKS.len()).prop_map(Ask::Folder),
        1 => select(vec!["unread", "read", "starred"]).prop_map(Ask::Is),
        1 => (0..LANGUAGES.len()).prop_map(Ask::Language),
        1 => (any::<bool>(), 0..6_i64).prop_map(|(after, day)| Ask::Day(after, day)),
        1 => (0..PATTERNS.len()).prop_map(Ask::Pattern),
    ];
    leaf.prop_recursive(4, 16, 4, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 2..4).prop_map(Ask::All),
            proptest::collection::vec(inner.clone(), 2..4).prop_map(Ask::Any),
            inner.prop_map(|part| Ask::Not(Box::new(part))),
        ]
    })
}
