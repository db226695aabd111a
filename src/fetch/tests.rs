//! The client against a server on the loopback.

use std::io::Write;
use std::net::TcpListener;
use std::thread;

use super::testing::{brotli, gzip, unsafe_server};
use super::*;
use crate::server::{Server, say};

fn fetch(server: &Server, path: &str) -> Result<Reply, FetchError> {
    fetcher().fetch(&feed(format!("{}{path}", server.address)))
}

fn last_asked(server: &Server) -> String {
    server.asked().pop().unwrap()
}

/// As patient as a test may be with servers that never end.
fn fetcher() -> Fetcher {
    let short = Duration::from_millis(500);
    Fetcher::new(Bounds { connect: short, first_byte: short, total: short, ..Bounds::default() })
}

/// One that takes so many bytes.
fn small(feed: u64) -> Fetcher {
    Fetcher::new(Bounds { feed, page: feed / 2, ..Bounds::default() })
}

fn feed(url: impl Into<String>) -> Request {
    Request { wanted: Wanted::Feed, ..Request::typed(url) }
}

#[test]
fn what_comes_is_told_with_all_that_the_server_says_of_it() {
    let head = "200 OK\r\nContent-Type: Application/RSS+XML; charset=\"ISO-8859-1\"\r\nETag: W/\"7\"\r\n\
                Last-Modified: Sun, 01 Nov 2026 10:00:00 GMT\r\nCache-Control: max-age=600";
    let server = Server::saying(head, b"<rss/>".to_vec());
    let reply = fetch(&server, "/feed").unwrap();
    assert_eq!(reply.body.as_deref(), Some(&b"<rss/>"[..]));
    assert_eq!(reply.url, format!("{}/feed", server.address));
    assert_eq!(reply.charset.as_deref(), Some("ISO-8859-1"));
    assert_eq!(reply.fresh_for, Some(Duration::from_secs(600)));
    assert_eq!((reply.moved, reply.validators.etag), (None, Some(b"W/\"7\"".to_vec())));
    let asked = last_asked(&server);
    for line in [
        "get /feed http/1.1",
        "user-agent: courant/",
        "accept: application/atom+xml",
        "accept-encoding: gzip, br",
    ] {
        assert!(asked.contains(line), "{line}: {asked}");
    }
    for never in ["referer", "cookie", "if-none-match", "if-modified-since"] {
        assert!(!asked.contains(never), "{never}: {asked}");
    }
}

#[test]
fn what_is_held_is_asked_for_only_if_it_has_changed() {
    let server = Server::saying("304 Not Modified\r\nETag: \"8\"", Vec::new());
    let url = format!("{}/", server.address);
    let validators = Validators { url, etag: Some(b"\"7\"".to_vec()), last_modified: Some(b"Once".to_vec()) };
    let request = Request { validators: validators.clone(), ..feed(&server.address) };
    let reply = fetcher().fetch(&request).unwrap();
    assert_eq!(reply.body, None);
    assert_eq!(reply.validators, Validators { etag: Some(b"\"8\"".to_vec()), ..validators });
    let asked = last_asked(&server);
    assert!(asked.contains("if-none-match: \"7\"") && asked.contains("if-modified-since: once"), "{asked}");
}

#[test]
fn packed_bodies_are_unpacked_within_bounds() {
    let text = b"news ".repeat(1000);
    let server = Server::saying("200 OK\r\nContent-Encoding: gzip", gzip(&text));
    assert_eq!(fetch(&server, "/").unwrap().body, Some(text.clone()));
    let other = Server::saying("200 OK\r\nContent-Encoding: br", brotli(&text));
    assert_eq!(fetch(&other, "/").unwrap().body, Some(text.clone()));
    assert!(matches!(small(4999).fetch(&feed(&server.address)), Err(FetchError::TooLarge(_, 4999))));
    assert!(small(5000).fetch(&feed(&server.address)).is_ok());
    let page = Server::saying("200 OK\r\nContent-Type: text/html", text.clone());
    assert!(matches!(small(9000).fetch(&feed(&page.address)), Err(FetchError::TooLarge(_, 4500))));
    let bomb = Server::saying("200 OK\r\nContent-Encoding: gzip", gzip(&vec![b' '; 20 << 20]));
    assert!(matches!(fetch(&bomb, "/"), Err(FetchError::Bomb(_))));
    let strange = Server::saying("200 OK\r\nContent-Encoding: zstd", text);
    assert!(matches!(fetch(&strange, "/"), Err(FetchError::Encoding(..))));
    let broken = Server::saying("200 OK\r\nContent-Encoding: gzip", b"not packed at all".to_vec());
    assert!(matches!(fetch(&broken, "/"), Err(FetchError::Broken(..))));
}

#[test]
fn each_refusal_has_its_own_error() {
    let error = |head| fetch(&Server::saying(head, Vec::new()), "/").unwrap_err();
    assert!(matches!(error("401 Unauthorized"), FetchError::Refused(_, 401)));
    assert!(matches!(error("403 Forbidden"), FetchError::Refused(_, 403)));
    assert!(matches!(error("404 Not Found"), FetchError::NotThere(_)));
    assert!(matches!(error("410 Gone"), FetchError::Gone(_)));
    assert!(matches!(error("500 Oops"), FetchError::Status(_, 500)));
    assert_eq!(error("429 Slow down\r\nRetry-After: 120").retry_after(), Some(Duration::from_secs(120)));
    assert_eq!(error("503 Busy").retry_after(), None);
    assert!(matches!(error("204 Nothing"), FetchError::Status(_, 204)));
}

#[test]
fn redirects_are_followed_and_what_an_address_gave_goes_back_to_it_alone() {
    let server = Server::new(|path, stream| {
        let head = match path {
            "/old" => "301 Moved\r\nLocation: /new",
            "/new" => "302 Found\r\nLocation: there",
            _ => "200 OK",
        };
        say(stream, head, b"");
    });
    let url = format!("{}/there", server.address);
    let validators = Validators { url: url.clone(), etag: Some(b"\"7\"".to_vec()), last_modified: None };
    let reply = fetcher().fetch(&Request { validators, ..feed(format!("{}/old", server.address)) }).unwrap();
    assert_eq!(reply.moved, Some(format!("{}/new", server.address)));
    assert_eq!(reply.url, url);
    let asked: Vec<String> = server.asked();
    let tagged: Vec<bool> = asked.iter().map(|head| head.contains("if-none-match")).collect();
    assert_eq!(tagged, [false, false, true]);
}

#[test]
fn a_password_comes_from_a_command_and_without_it_nobody_is_asked() {
    let server = Server::saying("200 OK", b"for you alone".to_vec());
    let with = |command: &str| fetcher().with_credentials([("127.0.0.1".into(), command.into())].into());
    assert!(with("echo me:sesame").fetch(&feed(&server.address)).is_ok());
    assert!(last_asked(&server).contains("authorization: basic bwu6c2vzyw1l"));
    let error = with("echo me:sesame; false").fetch(&feed(&server.address)).unwrap_err();
    assert!(matches!(error, FetchError::NoSecret(..)), "{error:?}");
    assert!(!error.to_string().contains("sesame") && server.asked().is_empty(), "{error}");
}

#[test]
fn nothing_from_outside_leads_into_the_own_network() {
    let inner = Server::saying("200 OK", b"secret".to_vec());
    let request = Request { typed: false, ..feed(&inner.address) };
    assert!(matches!(fetcher().fetch(&request), Err(FetchError::Private(_))));
    let target = inner.address.clone();
    let outer = Server::new(move |_, stream| {
        say(stream, &format!("302 Found\r\nLocation: {target}/admin"), b"");
    });
    assert!(matches!(fetch(&outer, "/"), Err(FetchError::Private(_))));
    assert_eq!(inner.asked().len(), 0);
    let named = inner.address.replace("127.0.0.1", "localhost");
    let outer = Server::new(move |_, stream| {
        say(stream, &format!("302 Found\r\nLocation: {named}/"), b"");
    });
    assert!(matches!(fetch(&outer, "/"), Err(FetchError::Private(_))));
}

#[test]
fn servers_that_never_end_are_cut() {
    let silent = Server::new(|_, stream| {
        let _ = stream.write_all(b"");
        thread::park();
    });
    assert!(matches!(fetch(&silent, "/"), Err(FetchError::Timeout(_))));
    let dripping = Server::new(|_, stream| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n");
        while stream.write_all(b"drip ").is_ok() {
            thread::sleep(Duration::from_millis(20));
        }
    });
    assert!(matches!(fetch(&dripping, "/"), Err(FetchError::Timeout(_))));
    let spaces = vec![b' '; 64 << 10];
    let endless = Server::new(move |_, stream| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n");
        while stream.write_all(&spaces).is_ok() {}
    });
    assert!(matches!(small(1 << 20).fetch(&feed(&endless.address)), Err(FetchError::TooLarge(..))));
}

#[test]
fn a_certificate_that_nobody_vouches_for_is_refused() {
    let error = fetcher().fetch(&feed(unsafe_server() + "/feed")).unwrap_err();
    assert!(matches!(error, FetchError::Unsafe(..)), "{error:?}");
    assert!(error.to_string().contains("the site has to mend its certificate"), "{error}");
}

#[test]
fn what_breaks_off_is_not_taken_for_whole() {
    let cut = Server::new(|_, stream| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
    });
    assert!(fetch(&cut, "/").is_err());
    let chunked = Server::new(|_, stream| {
        let _ =
            stream.write_all(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n10\r\nx");
    });
    assert!(fetch(&chunked, "/").is_err());
    let noise = Server::new(|_, stream| {
        let _ = stream.write_all(b"\x16\x03\x01 no HTTP");
    });
    assert!(matches!(fetch(&noise, "/"), Err(FetchError::Broken(..))));
}

#[test]
fn an_address_where_nobody_is_says_so() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let error = fetcher().fetch(&feed(&address)).unwrap_err();
    assert!(matches!(error, FetchError::Unreachable(..)), "{error:?}");
    let secret = format!("http://me:secret@{}/", &address[7..]);
    let error = fetcher().fetch(&feed(secret)).unwrap_err().to_string();
    assert!(!error.contains("secret"), "{error}");
    let error = fetcher().fetch(&feed("file:///etc/passwd")).unwrap_err();
    assert_eq!(
        error.to_string(),
        "file:///etc/passwd is not an address that can be fetched: it must begin with http:// or https://"
    );
}

/// One that asks through the proxy at this address, but for some hosts.
fn through(proxy: &str, direct: &str) -> Fetcher {
    let at = proxy.replace("//", "//me:sesame@");
    let proxies = Proxies::of(|name| match name {
        "http_proxy" | "https_proxy" => Some(at.clone()),
        "no_proxy" => Some(direct.to_owned()),
        _ => None,
    });
    Fetcher { proxies: Arc::new(proxies), ..fetcher() }
}

#[test]
fn a_proxy_is_asked_for_what_is_not_encrypted_by_its_whole_address() {
    let proxy = Server::new(|target, stream| say(stream, "200 OK", target.as_bytes()));
    let url = "http://feeds.invalid:8080/a?b=c";
    let request = Request { typed: false, ..feed(url) };
    let reply = through(&proxy.address, "").fetch(&request).unwrap();
    assert_eq!((reply.body.as_deref(), reply.url.as_str()), (Some(url.as_bytes()), url));
    let asked = last_asked(&proxy);
    for line in [
        "get http://feeds.invalid:8080/a?b=c http/1.1\n",
        "\nhost: feeds.invalid:8080",
        "\nuser-agent: courant/",
        "\nproxy-authorization: basic bwu6c2vzyw1l",
    ] {
        assert!(asked.contains(line), "{line}: {asked}");
    }
    let private = Request { typed: false, ..feed("http://127.0.0.1/") };
    assert!(matches!(through(&proxy.address, "").fetch(&private), Err(FetchError::Private(_))));
    assert!(proxy.asked().is_empty());
}

#[test]
fn a_proxy_leads_what_is_encrypted_on_unseen() {
    let proxy = Server::saying("403 Forbidden", "");
    let error = through(&proxy.address, "").fetch(&feed("https://feeds.invalid/secret")).unwrap_err();
    assert!(matches!(error, FetchError::Proxy(..)) && !error.to_string().contains("sesame"), "{error:?}");
    assert!(last_asked(&proxy).starts_with("connect feeds.invalid:443 http/1.1\n"));
}

#[test]
fn a_proxy_that_does_not_lead_on_is_told_from_a_server() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let nobody = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let refusing = Server::saying("407 Proxy Authentication Required", "");
    for proxy in [nobody.as_str(), "http://proxy.invalid:3128", refusing.address.as_str()] {
        for url in ["http://feeds.invalid/", "https://feeds.invalid/"] {
            let error = through(proxy, "").fetch(&feed(url)).unwrap_err();
            let (error, said) = (error.to_string(), "cannot be reached through the proxy (");
            assert!(error.starts_with(&format!("{url} {said}")), "{error}");
            assert!(!error.contains("sesame"), "{error}");
        }
    }
}

#[test]
fn hosts_that_are_to_be_asked_without_a_proxy_are() {
    let (proxy, server) = (Server::saying("403 Forbidden", ""), Server::saying("200 OK", "here"));
    let reply = through(&proxy.address, "localhost,127.0.0.1").fetch(&feed(&server.address)).unwrap();
    assert_eq!(reply.body.as_deref(), Some(&b"here"[..]));
    assert!(proxy.asked().is_empty());
}
