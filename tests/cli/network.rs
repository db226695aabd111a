//! What is fetched, from a server of the test's own.

use std::process::Stdio;

use super::*;
use crate::server::{Server, say};

const FEED: &str = "<rss version='2.0'><channel><title>Caf\u{e9}</title>\
    <item><title>One</title><guid>1</guid><link>a/one</link><description>A text.</description></item>\
    </channel></rss>";

#[test]
fn an_address_is_shown_and_explained_without_being_kept() {
    let home = Home::new();
    // neither declares its encoding but the server
    let latin: Vec<u8> = FEED.chars().map(|c| c as u8).collect();
    let server = Server::saying("200 OK\r\nContent-Type: application/rss+xml; charset=iso-8859-1", latin);
    let address = format!("{}/news/feed", server.address);
    let json = home.run(&["show", "--json", &address]).done();
    let article: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!((&article["title"], &article["site"]), (&"One".into(), &"Caf\u{e9}".into()));
    assert_eq!(article["url"], format!("{}/news/a/one", server.address));
    assert_eq!(home.run(&["doctor", &address]).done(), format!("{address} is a feed: it begins as a feed\n"));
    assert!(!home.library().exists());
    let asked = server.asked();
    assert!(asked.len() == 2 && asked.iter().all(|head| head.contains("user-agent: courant/")), "{asked:?}");
}

#[test]
fn what_cannot_be_fetched_is_said_in_a_sentence() {
    let home = Home::new();
    let server = Server::new(|_, stream| say(stream, "404 Not Found", b""));
    let address = format!("{}/news", server.address);
    for command in ["show", "doctor", "related"] {
        let error = home.run(&[command, &address]).failed(1);
        assert!(error.contains("/news is not there (404): check the address"), "{error}");
    }
}

#[test]
fn what_may_pass_is_left_to_the_user_to_ask_again_where_nobody_else_does() {
    let home = Home::new();
    let server = Server::saying("500 Oops", "");
    for command in ["show", "doctor", "related", "add"] {
        let error = home.run(&[command, &server.address]).failed(1);
        assert!(error.ends_with("/ answered with status 500: try again later\n"), "{command}: {error}");
    }
    assert_eq!(home.run(&["sources"]).done(), "", "nobody but the user asks again");
}

#[test]
fn a_password_is_sent_for_what_is_only_looked_at_too() {
    let home = Home::new();
    home.write("with.toml", "[credentials]\n\"127.0.0.1\" = \"echo me:sesame\"\n");
    let server = Server::saying("200 OK", FEED.replace('\u{e9}', "e"));
    for command in ["show", "doctor", "related"] {
        home.run(&["--config", "with.toml", command, &server.address]).done();
        assert!(server.asked()[0].contains("authorization: basic bwu6c2vzyw1l"), "{command}");
    }
}

#[test]
fn a_feed_is_followed_by_its_site_and_asked_again_when_it_is_due() {
    let home = Home::new();
    let page = "<html><head><title>Site</title><link rel=alternate type='application/rss+xml' href='/feed'></head></html>";
    let server = Server::new(move |path, stream| match path {
        "/feed" => say(
            stream,
            "200 OK\r\nContent-Type: application/rss+xml; charset=utf-8\r\nETag: \"a\"",
            FEED.as_bytes(),
        ),
        _ => say(stream, "200 OK\r\nContent-Type: text/html", page.as_bytes()),
    });
    assert_eq!(home.run(&["add", &server.address]).done(), "Caf\u{e9}: 1 new\n");
    assert!(home.run(&["list"]).done().contains("One"));
    assert!(home.run(&["search", "text"]).done().contains("One"), "it is indexed when the command ends");
    assert_eq!(server.asked().len(), 2);
    let said = home.run(&["refresh"]).done();
    assert!(said.starts_with("1 source is not due yet, the first one "), "{said}");
    let said = home.run(&["refresh", "Caf\u{e9}"]).done();
    assert!(said.starts_with("Caf\u{e9}: left alone, asked again "), "not twice in a minute: {said}");
    assert_eq!(server.asked().len(), 0);
    let json = home.run(&["sources", "--json"]).done();
    let source: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!((&source["kind"], &source["articles"]), (&"feed".into(), &1.into()));
    assert_eq!(source["address"], format!("{}/feed", server.address));
}

#[test]
fn the_address_of_a_file_is_that_file_where_the_user_names_it() {
    let home = Home::new();
    let address = format!("file://{}", home.write("my news.xml", FEED).display()).replace(' ', "%20");
    assert!(home.run(&["show", &address]).done().contains("A text."));
    assert!(home.run(&["doctor", &address]).done().contains("my news.xml is a feed"));
    assert!(home.run(&["add", &address]).done().contains("1 new"));
    assert!(home.run(&["sources"]).done().contains("/my news.xml"));
}

#[test]
fn the_mark_of_a_place_in_a_page_makes_no_other_source() {
    let home = Home::new();
    let server = Server::saying("200 OK\r\nETag: \"a\"", FEED);
    home.run(&["add", &format!("{}/feed#latest", server.address)]).done();
    home.run(&["add", &format!("{}/feed", server.address)]).done();
    let sources = home.run(&["sources"]).done();
    assert!(sources.lines().count() == 1 && sources.trim_end().ends_with("/feed"), "{sources}");
}

#[test]
fn a_source_is_called_and_filed_as_the_user_wants_whenever_he_says_it() {
    let home = Home::new();
    let server = Server::saying("200 OK\r\nETag: \"a\"", FEED);
    home.run(&["add", &server.address]).done();
    home.run(&["add", "--title", "Wire", "--folder", "News/Harbour", "--folder", "Work", &server.address])
        .done();
    let json = home.run(&["sources", "--json"]).done();
    let source: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(source["title"], "Wire");
    assert_eq!(source["folders"], serde_json::json!(["News/Harbour", "Work"]));
    let found = home.run(&["list", "folder:news"]).done();
    assert_eq!(found, home.run(&["list", "folder:Work"]).done());
    assert_eq!((found.lines().count(), home.run(&["list", "folder:harbour"]).done().as_str()), (1, ""));
    home.run(&["add", "--folder", "", &server.address]).done();
    assert_eq!(home.run(&["list", "folder:news"]).done(), "");
    home.run(&["add", "--folder", "News/Harbour", &server.address]).done();
    assert!(home.run(&["export", "--opml"]).done().contains("text=\"Harbour\""));
    let error = home.run(&["add", "--title", "Wire", "a.md", "b.md"]).failed(1);
    assert!(error.contains("--title names one source"), "{error}");
}

#[test]
fn what_is_known_of_a_text_is_printed_with_it() {
    let home = Home::new();
    let server = Server::new(|path, stream| match path {
        "/a/one" => say(stream, "404 Not Found", b""),
        _ => say(stream, "200 OK", FEED.replace('\u{e9}', "e").as_bytes()),
    });
    home.run(&["add", "--full-text", "auto", &server.address]).done();
    let address = format!("{}/a/one", server.address);
    let text = home.run(&["show", &address]).done();
    let why = text.lines().find_map(|line| line.strip_prefix("Summary only: ")).expect(&text);
    let json = home.run(&["show", "--json", &address]).done();
    let article: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(article["full_text"]["state"], "missing");
    assert!(article["full_text"]["why"].as_str().unwrap().starts_with(why), "{text}{json}");
    home.run(&["add", "--full-text", "off", &server.address]).done();
    assert!(!home.run(&["show", &address]).done().contains("Summary only"));
}

#[test]
fn a_page_that_leads_nowhere_is_no_source() {
    let home = Home::new();
    let page = "<html><head><title>Soon</title></head><body><p>We are moving house.</p></body></html>";
    let server = Server::saying("200 OK\r\nContent-Type: text/html", page);
    let error = home.run(&["add", &server.address]).failed(1);
    assert!(error.contains("a page that leads to no articles instead of a feed or a page"), "{error}");
    assert_eq!(home.run(&["sources"]).done(), "");
}

#[test]
fn a_site_with_several_feeds_lets_the_user_choose() {
    let home = Home::new();
    let link =
        |name: &str| format!("<link rel=alternate type='application/rss+xml' title={name} href='/{name}'>");
    let page = format!("<html><head>{}{}</head></html>", link("news"), link("talk"));
    let server = Server::saying("200 OK\r\nContent-Type: text/html", page);
    let error = home.run(&["add", &server.address]).failed(1);
    assert!(error.contains("offers several feeds: add the one that you want"), "{error}");
    assert!(error.contains(&format!("{}/news  news", server.address)), "{error}");
    assert_eq!(home.run(&["sources"]).done(), "");
}

#[test]
fn what_fails_is_said_and_the_rest_is_done() {
    let home = Home::new();
    let server = Server::new(|path, stream| match path {
        "/feed" => say(stream, "200 OK\r\nETag: \"a\"", FEED.replace('\u{e9}', "e").as_bytes()),
        _ => say(stream, "404 Not Found", b""),
    });
    let (feed, none) = (format!("{}/feed", server.address), format!("{}/none", server.address));
    let ran = home.run(&["add", &none, &feed]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(3), "Cafe: 1 new\n"));
    assert!(ran.err.contains("/none is not there (404): check the address"), "{}", ran.err);
    assert!(home.run(&["sources"]).done().lines().count() == 1, "what never was there is not kept");
    let address =
        format!("http://{}", std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap());
    let error = home.run(&["add", &address]).failed(1);
    assert!(error.contains("cannot be reached"), "{error}");
}

#[test]
fn of_two_programs_that_refresh_at_once_one_asks() {
    use std::sync::{Mutex, mpsc};

    use courant::library::{Library, NewSource, Origin, Poll, SourceKind};

    let home = Home::new();
    let (tell, told) = mpsc::channel();
    let (answer, may_answer) = mpsc::channel::<()>();
    let may_answer = Mutex::new(may_answer);
    let server = Server::new(move |_, stream| {
        tell.send(()).unwrap();
        // until the other program has looked
        let _ = may_answer.lock().unwrap().recv();
        say(stream, "200 OK\r\nContent-Type: application/rss+xml\r\nETag: \"a\"", FEED.as_bytes());
    });
    let mut library = Library::open(&home.library()).unwrap();
    let (address, title) = (format!("{}/feed", server.address), "Wire".to_owned());
    let new = NewSource { kind: SourceKind::Feed, address, title, origin: Origin::User };
    let source = library.add_source(&new).unwrap();
    library.set_poll(source.id, &Poll { typed: true, ..Poll::default() }).unwrap();
    let first = home.command(&["refresh"]).stdout(std::process::Stdio::piped()).spawn().unwrap();
    told.recv_timeout(std::time::Duration::from_secs(20)).unwrap();
    let said = home.run(&["refresh"]).done();
    assert!(said.contains("another program asks it just now"), "{said}");
    answer.send(()).unwrap();
    let first = first.wait_with_output().unwrap();
    assert!(first.status.success());
    assert!(String::from_utf8_lossy(&first.stdout).contains("1 new"), "{first:?}");
    assert_eq!(server.asked().len(), 1);
    assert!(home.run(&["list"]).done().contains("One"));
}

#[test]
fn what_was_whole_when_it_was_killed_is_there_and_the_rest_comes_once() {
    let home = Home::new();
    let (tell, waits) = std::sync::mpsc::channel();
    let first = std::sync::Mutex::new(Some(tell));
    let server = Server::new(move |path, stream| {
        let before = if path == "/3" { first.lock().unwrap().take() } else { None };
        if let Some(tell) = before {
            // the first who asks for the third feed is killed while he waits
            let _ = tell.send(());
            std::thread::park();
        }
        let feed = FEED.replace("One", &format!("One of {path}")).replace('\u{e9}', "e");
        say(stream, "200 OK\r\nETag: \"a\"", feed.replace("a/one", path).as_bytes());
    });
    let feeds = ["/1", "/2", "/3"].map(|path| format!("{}{path}", server.address));
    let args: Vec<&str> = std::iter::once("add").chain(feeds.iter().map(String::as_str)).collect();
    let mut running = home.command(&args).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    waits.recv().unwrap();
    running.kill().unwrap();
    running.wait().unwrap();
    let titles = || {
        let list = home.run(&["list"]).done();
        let mut titles: Vec<String> =
            list.lines().map(|line| line.rsplit('\t').next().unwrap().to_owned()).collect();
        titles.sort();
        titles
    };
    assert_eq!(titles(), ["One of /1", "One of /2"]);
    let _ = home.run(&args);
    assert_eq!(titles(), ["One of /1", "One of /2", "One of /3"]);
    assert!(home.run(&["doctor"]).done().contains("The library is sound"));
}
