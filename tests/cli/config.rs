//! The config file, as the commands use it.

use super::Home;

const FILE: &str = ".config/courant/config.toml";

#[test]
fn a_mistake_is_pointed_at() {
    let home = Home::new();
    home.write(FILE, "measure = 66\ncolr = \"auto\"\n");
    for command in [&["config", "check"][..], &["list"], &[]] {
        let err = home.run(command).failed(2);
        assert!(err.contains("config.toml:2:1: unknown setting `colr`"), "{err}");
        assert!(err.contains("2 | colr = \"auto\"\n") && err.contains("| ^^^^\n"), "{err}");
        assert!(err.contains("did you mean `color`?"), "{err}");
    }
    assert!(
        home.run(&["config", "path"]).done().ends_with("courant/config.toml\n"),
        "what is wrong can be found"
    );
}

#[test]
fn a_key_or_an_action_that_there_is_not_is_refused() {
    let home = Home::new();
    for (line, wrong) in
        [("\"Ctlr-N\" = \"next-unread\"", "Ctlr-N"), ("\"g\" = \"next-unred\"", "next-unred")]
    {
        home.write(FILE, format!("[keys]\n{line}\n"));
        let err = home.run(&["config", "check"]).failed(2);
        assert!(err.contains("config.toml:2:") && err.contains(wrong), "{err}");
    }
}

#[test]
fn show_prints_every_setting_as_it_is() {
    let home = Home::new();
    let defaults = home.run(&["config", "show"]).done();
    assert_eq!(defaults, include_str!("../../config.toml"));
    home.write("mine.toml", "measure = 50\n[theme]\npreset = \"dark\"\n");
    let mine = home.run(&["--config", "mine.toml", "config", "show"]).done();
    assert!(mine.contains("measure = 50\n") && mine.contains("preset = \"dark\"\n"), "{mine}");
    assert!(mine.contains("color = \"auto\"\n"), "{mine}");
    home.write("mine.toml", &mine);
    assert_eq!(
        home.run(&["config", "show", "--config", "mine.toml"]).done(),
        mine,
        "what is shown is a config"
    );
}

#[test]
fn a_named_file_has_to_be_there() {
    let err = Home::new().run(&["list", "--config", "none.toml"]).failed(2);
    assert!(err.contains("none.toml") && err.contains("--config"), "{err}");
}

#[test]
fn declared_sources_come_and_go_with_the_config() {
    let home = Home::new();
    home.write("news/a.md", "# A\n\nText.\n");
    home.write(FILE, "[[sources]]\npath = \"~/news\"\ntitle = \"Mine\"\n");
    assert_eq!(home.run(&["refresh"]).done(), "Mine: 1 new\n");
    assert!(home.run(&["remove", "Mine"]).failed(1).contains("declared in the config file"));
    home.write(FILE, "");
    assert_eq!(home.run(&["sources"]).done(), "");
    assert_eq!(home.run(&["list"]).done().lines().count(), 1, "its articles stay");
}
