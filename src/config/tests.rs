use std::fs;

use super::*;
use crate::action::{Action, Context, TABLE};
use crate::keys::{Lookup, Preset, Sequence};

fn parse(text: &str) -> Config {
    Config::parse(Path::new("config.toml"), text).unwrap_or_else(|error| panic!("{error}"))
}

fn env<'a>(vars: &'a [(&'a str, &'a str)]) -> impl Fn(&str) -> Option<String> + 'a {
    |name| vars.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned())
}

fn settings(text: &str) -> Settings {
    resolve(&parse(text), &env(&[("HOME", "/home/ann")])).unwrap()
}

fn keymap_of(preset: Preset) -> Keymap {
    settings(&format!("[keys]\npreset = \"{}\"", format!("{preset:?}").to_lowercase())).keymap
}

fn lookup(settings: &Settings, context: Context, keys: &str) -> Lookup {
    settings.keymap.lookup(context, keys.parse::<Sequence>().unwrap().chords())
}

/// The files of a folder of `tests/configs`, in the order of their names.
fn corpus(folder: &str) -> Vec<(PathBuf, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/configs").join(folder);
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert!(!files.is_empty());
    files.into_iter().map(|file| (file.clone(), fs::read_to_string(file).unwrap())).collect()
}

#[test]
fn the_shipped_file_shows_the_defaults() {
    assert_eq!(parse(DEFAULTS), parse(""));
}

/// The names that would have been right in place of a wrong one, as its message lists them.
fn known(text: &str) -> Vec<String> {
    let message = Config::parse(Path::new("config.toml"), text).unwrap_err().to_string();
    let (_, names) = message.split_once("known here: ").unwrap();
    names.split(", ").map(str::to_owned).collect()
}

#[test]
fn the_shipped_file_leaves_no_setting_out() {
    for setting in known("qqqqq = 1") {
        let starts = [format!("{setting} = "), format!("[{setting}]"), format!("#[[{setting}]]")];
        assert!(DEFAULTS.lines().any(|line| starts.iter().any(|start| line.starts_with(start))), "{setting}");
    }
    let words: Vec<&str> = DEFAULTS.split(|c: char| c != '-' && !c.is_alphanumeric()).collect();
    for role in known("[theme.roles]\nqqqqq = \"\"") {
        assert!(words.contains(&role.as_str()), "{role}");
    }
}

#[test]
fn the_examples_of_the_shipped_file_are_right() {
    // A setting that is commented out has no space behind its `#`.
    let uncommented: String = DEFAULTS
        .lines()
        .map(|line| {
            line.strip_prefix('#').filter(|rest| !rest.starts_with(' ')).unwrap_or(line).to_owned() + "\n"
        })
        .collect();
    let config = parse(&uncommented);
    assert_eq!(config.sources.len(), 1);
    assert_eq!(config.theme.roles.len(), 2);
    assert_ne!(config.keys, Keys::default());
}

#[test]
fn valid_files_are_read() {
    for (file, text) in corpus("valid") {
        let config = Config::parse(&file, &text).unwrap_or_else(|error| panic!("{error}"));
        resolve(&config, &env(&[("HOME", "/home/ann")])).unwrap();
    }
}

#[test]
fn invalid_files_say_what_is_wrong_and_where() {
    for (file, text) in corpus("invalid") {
        let name = Path::new(file.file_name().unwrap());
        let expected: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("#> ")).collect();
        let error = Config::parse(name, &text).expect_err(&format!("{} is taken for valid", file.display()));
        assert_eq!(error.to_string().lines().collect::<Vec<_>>(), expected, "{}", file.display());
    }
}

#[test]
fn each_preset_binds_every_action_and_loses_no_key() {
    for preset in Preset::ALL {
        let (_, own) = preset.layers().last().unwrap();
        let keys: Keys = toml::from_str(own).unwrap();
        let keymap = keymap_of(preset);
        for binding in keys.bindings() {
            assert!(binding.contexts().next().is_some(), "{preset:?}: {} does nothing", binding.sequence);
            for context in binding.contexts() {
                let bound = keymap.lookup(context, binding.sequence.chords());
                let hidden = keys.bindings().any(|other| {
                    other.pane == Some(context)
                        && binding.pane.is_none()
                        && other.sequence == binding.sequence
                });
                assert!(hidden || binding.action.map(Lookup::Action) == Some(bound), "{}", binding.sequence);
            }
        }
        for entry in TABLE {
            for &context in entry.contexts {
                assert!(
                    !keymap.keys_for(context, entry.action).is_empty(),
                    "{preset:?}: {} has no key",
                    entry.name
                );
            }
        }
    }
}

#[test]
fn no_key_of_a_preset_hides_another() {
    for preset in Preset::ALL {
        let keymap = keymap_of(preset);
        for context in Context::ALL {
            for (sequence, action) in keymap.bindings(context) {
                assert_eq!(keymap.lookup(context, sequence.chords()), Lookup::Action(action), "{sequence}");
                let whole = sequence.chords();
                for end in 1..whole.len() {
                    assert!(
                        matches!(keymap.lookup(context, &whole[..end]), Lookup::Pending(_)),
                        "{sequence}"
                    );
                }
            }
        }
    }
}

#[test]
fn footers_show_the_key_declared_first() {
    let settings = settings("");
    let shown = |action| settings.keymap.keys_for(Context::List, action).first().cloned();
    assert_eq!(shown(Action::MoveDown).as_deref(), Some("j"));
    assert_eq!(shown(Action::First).as_deref(), Some("gg"));
    assert_eq!(shown(Action::Open).as_deref(), Some("Enter"));
    assert_eq!(shown(Action::Quit).as_deref(), Some("Q"));
}

#[test]
fn the_users_keys_lie_over_the_preset() {
    let mine = settings("[keys]\ng = \"last\"\nQ = \"none\"\n[keys.body]\nq = \"quit\"");
    assert_eq!(lookup(&mine, Context::List, "g"), Lookup::Action(Action::Last));
    assert_eq!(lookup(&mine, Context::List, "Q"), Lookup::None);
    assert_eq!(lookup(&mine, Context::List, "q"), Lookup::Action(Action::Close));
    assert_eq!(lookup(&mine, Context::Body, "q"), Lookup::Action(Action::Quit));
    let everywhere = settings("[keys]\nJ = \"move-down\"");
    assert_eq!(lookup(&everywhere, Context::Body, "J"), Lookup::Action(Action::MoveDown));
    let less = settings("[keys]\npreset = \"less\"");
    assert_eq!(lookup(&less, Context::Body, "g"), Lookup::Action(Action::First));
    assert_eq!(lookup(&less, Context::Body, "j"), Lookup::Action(Action::MoveDown));
}

#[test]
fn without_colours_every_theme_is_the_one_made_for_that() {
    let theme = |text: &str| resolve(&parse(text), &env(&[("NO_COLOR", "1")])).unwrap().theme;
    assert_eq!(theme("[theme]\npreset = \"dark\""), theme("[theme]\npreset = \"mono\""));
    let mine = theme("[theme.roles]\nstar = \"reverse red on blue\"");
    assert_eq!(mine, theme("[theme.roles]\nstar = \"reverse\""));
    assert_ne!(mine, theme(""));
}

#[test]
fn the_users_file_is_found() {
    let found = |vars: &[(&str, &str)]| path(&env(vars)).map(|path| path.display().to_string()).ok();
    let home = ("HOME", "/home/ann");
    assert_eq!(found(&[home]).as_deref(), Some("/home/ann/.config/courant/config.toml"));
    assert_eq!(found(&[home, ("XDG_CONFIG_HOME", "/cfg")]).as_deref(), Some("/cfg/courant/config.toml"));
    assert_eq!(
        found(&[home, ("XDG_CONFIG_HOME", "cfg")]).as_deref(),
        Some("/home/ann/.config/courant/config.toml")
    );
    assert_eq!(found(&[("HOME", "")]), None);
}

#[test]
fn a_missing_home_matters_only_to_a_path_that_needs_it() {
    let config = Config::load(&Flags::default(), &env(&[])).unwrap();
    assert_eq!(config, Config::default());
    resolve(&config, &env(&[])).unwrap();
    let error = resolve(&parse("[[sources]]\npath = \"~/news\""), &env(&[])).unwrap_err();
    assert_eq!(
        error.to_string(),
        "HOME is not set, so ~/news cannot be found: set it, or give the path in full"
    );
}

#[test]
fn flags_stand_above_the_file_and_the_file_above_the_defaults() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("courant");
    fs::create_dir(&folder).unwrap();
    let text = "measure = 80\ncolor = \"never\"\n[[sources]]\npath = \"a\"\n[[sources]]\npath = \"/b\"";
    fs::write(folder.join("config.toml"), text).unwrap();
    let vars = [("XDG_CONFIG_HOME", home.path().to_str().unwrap())];
    let config = Config::load(&Flags::default(), &env(&vars)).unwrap();
    assert_eq!((config.measure, config.color), (80, ColorChoice::Never));
    let sources = resolve(&config, &env(&vars)).unwrap().sources;
    let paths: Vec<PathBuf> = sources.into_iter().map(|source| source.path).collect();
    assert_eq!(paths, [folder.join("a"), PathBuf::from("/b")]);
    let flags = Flags { color: Some(ColorChoice::Always), ..Flags::default() };
    assert_eq!(Config::load(&flags, &env(&vars)).unwrap().color, ColorChoice::Always);
}

#[test]
fn a_file_named_by_a_flag_must_be_there() {
    let folder = tempfile::tempdir().unwrap();
    let flags = Flags { config: Some(folder.path().join("none.toml")), ..Flags::default() };
    assert!(matches!(Config::load(&flags, &env(&[])), Err(ConfigError::Unreadable { .. })));
    let flags = Flags { config: Some(folder.path().to_owned()), ..Flags::default() };
    let message = Config::load(&flags, &env(&[])).unwrap_err().to_string();
    assert!(message.contains("cannot be read") && message.contains("--config"), "{message}");
}

#[test]
fn the_browser_is_the_users_or_the_systems() {
    assert_eq!(settings("browser = [\"w3m\", \"-M\"]").browser, ["w3m", "-M"]);
    assert_eq!(settings("").browser.len(), 1);
}

proptest::proptest! {
    #[test]
    fn any_text_is_read_or_refused(text in ".{0,40}\n?.{0,40}") {
        if let Err(error) = Config::parse(Path::new("config.toml"), &text) {
            let message = error.to_string();
            proptest::prop_assert!(message.starts_with("config.toml:"));
            proptest::prop_assert!(message.chars().all(|c| c == '\n' || !c.is_control()));
        }
    }
}

#[test]
fn a_mistake_in_a_line_of_any_length_is_shown_around_its_place() {
    let (long, name) = ("x".repeat(200_000), Path::new("config.toml"));
    let texts = [
        format!("\"{long}\" = 1"),
        format!("measure = \"{long}\""),
        format!("color = \"auto\" # {long}\u{1b}"),
        format!("{long} {long}"),
    ];
    for text in texts {
        let message = Config::parse(name, &text).unwrap_err().to_string();
        assert!(message.lines().all(|line| line.chars().count() < 400), "{}", message.len());
        let lines: Vec<&str> = message.lines().collect();
        assert!(lines[3].contains('^') && lines[3].len() <= lines[2].len() + 1, "{message}");
    }
}

#[test]
fn what_cannot_be_seen_in_a_line_is_marked() {
    let message = Config::parse(Path::new("c"), "measure\u{202e} = 70").unwrap_err().to_string();
    assert!(message.contains("1 | measure\u{fffd} = 70\n  |        ^"), "{message}");
}

#[test]
fn a_file_that_does_not_end_is_refused() {
    let config = Some(PathBuf::from("/dev/zero"));
    let error = Config::load(&Flags { config, color: None }, &env(&[])).unwrap_err().to_string();
    assert!(error.contains("more than 1 MB") && error.contains("--config"), "{error}");
}
