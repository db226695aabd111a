//! Names, passwords and tokens that servers want: printed by a command of the user's own, so that no file of ours holds them.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::io::Read;
use std::process::{Command, Stdio};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use ureq::http::{HeaderName, HeaderValue};
use url::Url;

/// Bytes of a secret that are read.
const MOST: u64 = 16 << 10;
/// How long a command may take: somebody may have to touch a key.
const PATIENCE: Duration = Duration::from_secs(30);
/// Between two looks whether it has ended.
const LOOK: Duration = Duration::from_millis(20);

/// Headers that a server wants.
pub(super) type Headers = Vec<(HeaderName, HeaderValue)>;

/// The commands by host, and what they printed: each is run once, when its host is first asked.
#[derive(Default)]
pub(super) struct Secrets {
    commands: BTreeMap<String, String>,
    printed: Mutex<HashMap<String, Result<Headers, String>>>,
}

/// Nothing of what they printed.
impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Secrets").field("commands", &self.commands).finish_non_exhaustive()
    }
}

impl Secrets {
    pub(super) fn new(commands: BTreeMap<String, String>) -> Self {
        Self { commands, printed: Mutex::default() }
    }

    /// The headers for an address, or why there are none. Over a line that others can read nothing is sent but on this
    /// computer.
    pub(super) fn of(&self, url: &Url) -> Result<Headers, String> {
        let host = url.host_str().unwrap_or_default();
        let Some(command) = self.commands.get(host) else { return Ok(Vec::new()) };
        if url.scheme() != "https" && !super::address::is_private(url) {
            return Err("its password is only sent to an address that begins with https://".to_owned());
        }
        let mut printed = self.printed.lock().unwrap_or_else(PoisonError::into_inner);
        printed.entry(host.to_owned()).or_insert_with(|| headers(&run(command)?)).clone()
    }
}

/// What a command prints. Its own complaints may show what it holds and go nowhere.
fn run(command: &str) -> Result<String, String> {
    let no = |cause: &dyn fmt::Display| format!("the command for its password could not be run: {cause}");
    let mut child = Command::new("sh")
        .args(["-c", command])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|cause| no(&cause))?;
    let end = Instant::now() + PATIENCE;
    let status = loop {
        match child.try_wait().map_err(|cause| no(&cause))? {
            Some(status) => break status,
            None if Instant::now() < end => thread::sleep(LOOK),
            None => {
                let _ = (child.kill(), child.wait());
                return Err("the command for its password took too long and was ended".to_owned());
            }
        }
    };
    if !status.success() {
        return Err(format!("the command for its password failed ({status}): try it in a shell"));
    }
    let mut text = String::new();
    let read = child.stdout.map(|out| out.take(MOST).read_to_string(&mut text));
    read.transpose().map_err(|cause| no(&cause))?;
    Ok(text)
}

/// `name:password`, or headers, one on a line: `Authorization: Bearer …`.
fn headers(printed: &str) -> Result<Headers, String> {
    let no = || "the command for its password printed neither name:password nor headers".to_owned();
    let lines: Vec<&str> = printed.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let pair = |line: &&str| {
        let (name, value) = line.split_once(": ")?;
        Some((name.parse().ok()?, secret(value.trim())?))
    };
    match lines.as_slice() {
        [] => Err(no()),
        [login] if login.contains(':') && !login.contains(": ") => {
            let value = secret(&format!("Basic {}", BASE64_STANDARD.encode(login))).ok_or_else(no)?;
            Ok(vec![(ureq::http::header::AUTHORIZATION, value)])
        }
        lines => lines.iter().map(pair).collect::<Option<_>>().ok_or_else(no),
    }
}

fn secret(value: &str) -> Option<HeaderValue> {
    let mut value = HeaderValue::from_str(value).ok()?;
    value.set_sensitive(true);
    Some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(command: &str, url: &str) -> Result<Vec<String>, String> {
        let secrets = Secrets::new(
            [("127.0.0.1", command), ("site.example", command)]
                .map(|(host, command)| (host.into(), command.into()))
                .into(),
        );
        let headers = secrets.of(&Url::parse(url).unwrap())?;
        Ok(headers.iter().map(|(name, value)| format!("{name}: {}", value.to_str().unwrap())).collect())
    }

    #[test]
    fn a_name_and_a_password_are_basic_and_headers_are_as_they_are() {
        assert_eq!(
            of("echo me:sesame", "https://site.example/feed").unwrap(),
            ["authorization: Basic bWU6c2VzYW1l"]
        );
        let two = of("printf 'Authorization: Bearer t\\nX-Key: a b\\n'", "http://127.0.0.1:80/").unwrap();
        assert_eq!(two, ["authorization: Bearer t", "x-key: a b"]);
        assert!(of("echo me:sesame", "https://other.example/").unwrap().is_empty());
    }

    #[test]
    fn what_goes_wrong_is_said_without_what_was_printed() {
        assert!(
            of("echo sesame", "https://site.example/")
                .unwrap_err()
                .ends_with("neither name:password nor headers")
        );
        assert!(
            of("echo me:sesame; exit 3", "https://site.example/")
                .unwrap_err()
                .contains("failed (exit status: 3)")
        );
        assert!(of("echo me:sesame", "http://site.example/").unwrap_err().contains("https://"));
        let debug = format!("{:?}", Secrets::new([("a".to_owned(), "pass show a".to_owned())].into()));
        assert!(debug.contains("pass show a"));
    }
}
