//! What goes wrong, what is said of it, and the exit code.

use std::fs::{self, File};
use std::os::unix::fs::PermissionsExt;

use rusqlite::Connection;

use super::{Home, jsonl};

#[test]
fn a_path_that_is_not_there_is_named() {
    let home = Home::new();
    for command in [&["missing.txt"][..], &["add", "missing.txt"], &["show", "missing.txt"]] {
        let ran = home.run(command);
        assert_eq!(ran.out, "");
        let err = ran.failed(1);
        assert!(err.contains("missing.txt") && err.lines().count() == 1, "{err}");
    }
}

#[test]
fn what_holds_no_article_is_refused_with_a_way_out() {
    let home = Home::new();
    home.write("empty.txt", "");
    home.write("picture.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR");
    File::create(home.path("long.txt")).unwrap().set_len((32 << 20) + 1).unwrap();
    home.write("bare.txt", "Home\nNews\nSubscribe\n");
    home.write("page.html", "<!doctype html><title>T</title>");
    for (name, cause) in [
        ("empty.txt", "is empty"),
        ("picture.png", "PNG image"),
        ("long.txt", "binary data"),
        ("page.html", "no article was found"),
    ] {
        for command in ["show", "add"] {
            let ran = home.run(&[command, name]);
            assert_eq!(ran.out, "");
            let err = ran.failed(1);
            assert!(err.contains(name) && err.contains(cause) && err.lines().count() == 1, "{err}");
        }
    }
    assert_eq!(home.run(&["sources"]).done(), "", "a file that cannot be read is not kept as a source");
}

#[test]
fn a_text_over_the_limit_says_the_limit() {
    let home = Home::new();
    let path = home.write("long.txt", "Headline\n\nText.\n".repeat(1000));
    File::options().write(true).open(path).unwrap().set_len(33 << 20).unwrap();
    assert!(home.run(&["show", "long.txt"]).failed(1).contains("32 MB at most"));
}

#[test]
fn a_pipe_that_nobody_writes_to_is_empty() {
    let home = Home::new();
    let pipe = home.path("pipe");
    rustix::fs::mknodat(rustix::fs::CWD, &pipe, rustix::fs::FileType::Fifo, 0o600.into(), 0).unwrap();
    for command in [&["show", "pipe"][..], &["add", "pipe"], &["pipe"]] {
        assert!(home.run(command).failed(1).contains("pipe is empty"));
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_pipe_without_a_name_is_said_to_be_one() {
    let home = Home::new();
    for command in [&["add", "/dev/stdin"][..], &["/dev/stdin"]] {
        let err = home.run_with(command, "# T\n\nText.\n").failed(1);
        assert!(err.contains("is a pipe without a name") && err.contains("to a file"), "{err}");
    }
    assert!(home.run_with(&["show", "/dev/stdin"], "# T\n\nText.\n").done().contains("Text."));
}

#[test]
fn words_of_the_user_are_said_without_their_controls() {
    let home = Home::new();
    let name = "a\n\u{202e}b\u{1b}]52;c;aGk=\u{7}\u{e0041}\u{9b}31mc.md";
    let hostile = |c: char| c.is_control() || matches!(c, '\u{202e}' | '\u{e0041}');
    let ask = |there: bool| {
        for command in [
            &["show", name][..],
            &["add", name],
            &["mark", name],
            &["remove", name],
            &["refresh", name],
            &["list", name],
            &["sources"],
            &["sources", "--json"],
            &["--config", name],
            &["--data-dir", &format!("{name}/library"), "sources"],
            &[name],
        ] {
            let ran = home.run(command);
            for line in ran.err.lines().chain(ran.out.lines()) {
                assert!(!line.replace('\t', " ").contains(hostile), "{there} {ran:?}");
            }
            assert!(ran.err.lines().all(|line| line.starts_with("courant: ")), "{ran:?}");
        }
    };
    ask(false);
    fs::remove_dir_all(home.path(name)).unwrap();
    home.write(name, b"# Caf\xe9\n\nD\xe9j\xe0 ferm\xe9.\n");
    ask(true);
}

#[test]
fn bytes_that_are_no_utf8_are_read_with_a_notice() {
    let home = Home::new();
    home.write(
        "latin.md",
        b"# Caf\xe9 ferm\xe9\n\nUne gare d\xe9serte, un caf\xe9 ferm\xe9 depuis des ann\xe9es.\n",
    );
    let ran = home.run(&["show", "latin.md"]);
    assert_eq!(ran.code, Some(0));
    assert!(ran.out.contains("Café fermé"), "{}", ran.out);
    assert!(ran.err.contains("latin.md: not UTF-8"), "{}", ran.err);
}

#[test]
fn a_folder_without_rights_is_named() {
    let home = Home::new();
    home.write("locked/a.md", "# A\n\nText.\n");
    let locked = home.path("locked");
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o000)).unwrap();
    let for_root = fs::read_dir(&locked).is_ok();
    let ran = home.run(&["add", "locked"]);
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o700)).unwrap();
    if for_root {
        println!("skipped: rights do not bind this user");
        return;
    }
    let err = ran.failed(1);
    assert!(err.contains("locked") && err.contains("right"), "{err}");
}

#[test]
fn a_file_in_the_place_of_the_library_is_named() {
    let home = Home::new();
    home.write("taken", "not a folder");
    let err = home.run(&["--data-dir", "taken", "list"]).failed(1);
    assert!(err.contains("taken") && err.contains("--data-dir"), "{err}");
}

#[test]
fn a_library_of_a_newer_program_is_not_touched() {
    let home = Home::new();
    home.write("news.jsonl", jsonl(&["Alpha"]));
    home.run(&["add", "news.jsonl"]).done();
    let file = home.library().join("library.db");
    let newer = Connection::open(&file).unwrap();
    newer.execute_batch("PRAGMA journal_mode = DELETE; PRAGMA user_version = 999;").unwrap();
    drop(newer);
    let (before, beside) = (fs::read(&file).unwrap(), fs::read_dir(home.library()).unwrap().count());
    for command in [&["list"][..], &["add", "news.jsonl"], &["mark", "given-Alpha"]] {
        let err = home.run(command).failed(1);
        assert!(err.contains("newer Courant") && err.contains("nothing was changed"), "{err}");
    }
    assert!(fs::read(&file).unwrap() == before, "the file changed");
    assert_eq!(fs::read_dir(home.library()).unwrap().count(), beside, "files were left beside it");
}

#[test]
fn the_log_of_a_newer_program_is_not_touched() {
    let home = Home::new();
    home.write("news.jsonl", jsonl(&["Alpha"]));
    home.run(&["add", "news.jsonl"]).done();
    let newer = Connection::open(home.library().join("library.db")).unwrap();
    newer.execute_batch("PRAGMA wal_autocheckpoint = 0; PRAGMA user_version = 999;").unwrap();
    // what a program that was killed leaves
    let killed = home.path("killed");
    fs::create_dir(&killed).unwrap();
    let files = ["library.db", "library.db-wal"];
    for name in files {
        fs::copy(home.library().join(name), killed.join(name)).unwrap();
    }
    let read = || files.map(|name| fs::read(killed.join(name)).unwrap());
    let before = read();
    let err = home.run(&["--data-dir", "killed", "list"]).failed(1);
    assert!(err.contains("newer Courant"), "{err}");
    assert!(read() == before, "the files changed");
}

#[test]
fn without_a_home_the_flag_is_named_and_files_can_be_read() {
    let home = Home::new();
    home.write("news.jsonl", jsonl(&["Alpha"]));
    let without = |args: &[&str]| super::Ran::of(&home.command(args).env_remove("HOME").output().unwrap());
    assert!(without(&["list"]).failed(2).contains("--data-dir"));
    assert!(without(&["show", "an-id"]).failed(2).contains("--data-dir"));
    assert_eq!(without(&["list", "--data-dir", "here"]).done(), "");
    assert!(without(&["show", "news.jsonl"]).done().contains("Alpha"));
}

#[test]
fn a_wrong_command_line_is_a_usage_error() {
    let home = Home::new();
    for command in [
        &["list", "--sort", "rank"][..],
        &["list", "(harbour"],
        &["list", "is:new"],
        &["list", "--limit", "many"],
        &["show"],
        &["show", "a", "--json", "--markdown"],
        &["--nonsense"],
    ] {
        home.run(command).failed(2);
    }
    assert!(home.run(&["list", "is:new"]).failed(2).contains("unread, read or starred"));
}

#[test]
fn help_is_an_answer_and_no_failure() {
    let home = Home::new();
    for question in [&["--help"][..], &["help"], &["add", "--help"]] {
        assert!(home.run(question).done().contains("Usage: courant"));
    }
    assert_eq!(home.run(&["--version"]).done(), concat!("courant ", env!("CARGO_PKG_VERSION"), "\n"));
}

#[test]
fn a_full_disk_behind_standard_output_is_said() {
    let home = Home::new();
    home.write("news.jsonl", jsonl(&["Alpha"]));
    let Ok(full) = File::options().write(true).open("/dev/full") else {
        println!("skipped: there is no /dev/full here");
        return;
    };
    let ran = super::Ran::of(&home.command(&["show", "news.jsonl"]).stdout(full).output().unwrap());
    assert!(ran.failed(1).contains("standard output could not be written"));
}
