//! Through a proxy, as the environment names it: what is encrypted by CONNECT, which is ureq's own way; what is not by
//! asking the proxy itself for the whole address (RFC 9112 §3.2.2), since many let CONNECT lead to port 443 alone.

use std::fmt::{self, Debug};
use std::io;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use ureq::config::Config;
use ureq::http::Uri;
use ureq::http::uri::Scheme;
use ureq::unversioned::transport::{
    Buffers, ConnectionDetails, Connector, DefaultConnector, NextTimeout, Transport,
};
use ureq::{Error, Proxy, ProxyProtocol};
use url::Url;

/// Which proxy to ask for what.
#[derive(Debug, Clone, Default)]
pub(super) struct Proxies {
    plain: Option<Proxy>,
    safe: Option<Proxy>,
    /// Hosts that are asked without one.
    direct: Vec<String>,
}

impl Proxies {
    /// What every program takes from its environment: `http_proxy`, `https_proxy`, `all_proxy` for both, and the hosts of
    /// `no_proxy`. One that cannot be understood is none.
    pub(super) fn of(env: impl Fn(&str) -> Option<String>) -> Self {
        let value = |name: &str| {
            let set = |name: &str| env(name).filter(|value| !value.trim().is_empty());
            set(name).or_else(|| set(&name.to_ascii_uppercase()))
        };
        let proxy = |name| Proxy::new(value(name).or_else(|| value("all_proxy"))?.trim()).ok();
        let names = value("no_proxy").unwrap_or_default().to_ascii_lowercase();
        let names = names.split(',').map(str::trim).filter(|name| !name.is_empty());
        Self {
            plain: proxy("http_proxy"),
            safe: proxy("https_proxy"),
            direct: names.map(str::to_owned).collect(),
        }
    }

    /// The proxy to ask for an address.
    pub(super) fn to(&self, url: &Url) -> Option<Proxy> {
        let host = url.host_str()?.trim_matches(['[', ']']);
        if self.direct.iter().any(|name| is_meant(name, host)) {
            return None;
        }
        if url.scheme() == "http" { self.plain.clone() } else { self.safe.clone() }
    }
}

/// Whether an entry of `no_proxy` means a host: `*` all; else itself and all below it, with or without a dot before it.
fn is_meant(name: &str, host: &str) -> bool {
    let name = name.trim_start_matches("*.").trim_start_matches('.').trim_matches(['[', ']']);
    let below = host.strip_suffix(name).filter(|_| !name.is_empty());
    name == "*" || below.is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

/// Asks a proxy for what is not encrypted; connects for all else as ureq does.
#[derive(Debug)]
pub(super) struct Relay {
    /// The way to the proxy itself: it leads through none.
    direct: Config,
    inner: DefaultConnector,
}

impl Relay {
    pub(super) fn new(direct: Config) -> Self {
        Self { direct, inner: DefaultConnector::default() }
    }

    fn relay(
        &self,
        details: &ConnectionDetails<'_>,
        proxy: &Proxy,
        chained: Option<()>,
    ) -> Result<Option<Box<dyn Transport>>, Error> {
        let addrs = details.resolver.resolve(proxy.uri(), details.config, details.timeout)?;
        let to_proxy = ConnectionDetails {
            uri: proxy.uri(),
            addrs,
            config: &self.direct,
            request_level: details.request_level,
            resolver: details.resolver,
            now: details.now,
            timeout: details.timeout,
            current_time: details.current_time.clone(),
            run_connector: details.run_connector.clone(),
            register_shutdown: details.register_shutdown.clone(),
        };
        let line = self.inner.connect(&to_proxy, chained)?;
        Ok(line.map(|line| Box::new(Relayed::new(line, details.uri, proxy)) as Box<dyn Transport>))
    }
}

impl Connector for Relay {
    type Out = Box<dyn Transport>;

    fn connect(
        &self,
        details: &ConnectionDetails<'_>,
        chained: Option<()>,
    ) -> Result<Option<Self::Out>, Error> {
        let Some(proxy) = details.config.proxy() else { return self.inner.connect(details, chained) };
        let is_plain = details.uri.scheme() == Some(&Scheme::HTTP);
        let line = if is_plain && speaks_http(proxy) {
            self.relay(details, proxy, chained)
        } else {
            self.inner.connect(details, chained)
        };
        line.map_err(failed)
    }
}

/// What went wrong on the way to a proxy is not the server's fault.
fn failed(error: Error) -> Error {
    match error {
        Error::HostNotFound => Error::ConnectProxyFailed("no such host".to_owned()),
        Error::Io(cause) if !matches!(cause.kind(), io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock) => {
            Error::ConnectProxyFailed(cause.to_string())
        }
        other => other,
    }
}

fn speaks_http(proxy: &Proxy) -> bool {
    matches!(proxy.protocol(), ProxyProtocol::Http | ProxyProtocol::Https)
}

/// A line to a proxy, over which requests are sent as it wants them.
struct Relayed {
    line: Box<dyn Transport>,
    /// `http://host:port`: what comes before the path.
    origin: String,
    /// The header with the name and password for the proxy; empty where it wants none.
    login: String,
}

/// Nothing of the password.
impl Debug for Relayed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Relayed").field("origin", &self.origin).finish_non_exhaustive()
    }
}

impl Relayed {
    fn new(line: Box<dyn Transport>, uri: &Uri, proxy: &Proxy) -> Self {
        let place = uri.authority().map_or("", |authority| authority.as_str());
        // who is asked must not see the password in his address
        let place = place.rsplit_once('@').map_or(place, |(_, place)| place);
        let login = proxy.username().map_or_else(String::new, |name| {
            let pair = BASE64_STANDARD.encode(format!("{name}:{}", proxy.password().unwrap_or_default()));
            format!("Proxy-Authorization: Basic {pair}\r\n")
        });
        Self { line, origin: format!("http://{place}"), login }
    }
}

/// The head of a request with the whole address, where these bytes begin one. Only GET is ever sent.
fn addressed(sent: &[u8], origin: &str, login: &str) -> Option<Vec<u8>> {
    let rest = sent.strip_prefix(b"GET ").filter(|rest| rest.starts_with(b"/"))?;
    let end = rest.windows(2).position(|two| two == b"\r\n")? + 2;
    Some([b"GET ", origin.as_bytes(), &rest[..end], login.as_bytes(), &rest[end..]].concat())
}

impl Transport for Relayed {
    fn buffers(&mut self) -> &mut dyn Buffers {
        self.line.buffers()
    }

    fn transmit_output(&mut self, amount: usize, timeout: NextTimeout) -> Result<(), Error> {
        let output = self.line.buffers().output();
        let Some(head) = addressed(&output[..amount], &self.origin, &self.login) else {
            return self.line.transmit_output(amount, timeout);
        };
        let room = output.get_mut(..head.len()).ok_or_else(|| Error::Io(io::ErrorKind::WriteZero.into()))?;
        room.copy_from_slice(&head);
        self.line.transmit_output(head.len(), timeout)
    }

    fn await_input(&mut self, timeout: NextTimeout) -> Result<bool, Error> {
        self.line.await_input(timeout)
    }

    fn is_open(&mut self) -> bool {
        self.line.is_open()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_means_a_host_and_all_below_it() {
        for (name, host) in [
            ("*", "site.example"),
            ("site.example", "site.example"),
            (".site.example", "feeds.site.example"),
            ("*.site.example", "feeds.site.example"),
            ("site.example", "feeds.site.example"),
            ("127.0.0.1", "127.0.0.1"),
            ("[::1]", "::1"),
        ] {
            assert!(is_meant(name, host), "{name} {host}");
        }
        for (name, host) in [("site.example", "website.example"), (".", "site.example"), ("a.b", "b")] {
            assert!(!is_meant(name, host), "{name} {host}");
        }
    }

    #[test]
    fn each_kind_of_address_has_its_own_proxy() {
        let of = |vars: &[(&str, &str)], url: &str| {
            let env = |name: &str| Some((*vars.iter().find(|(held, _)| *held == name)?.1).to_owned());
            Proxies::of(env).to(&Url::parse(url).unwrap()).map(|proxy| proxy.host().to_owned())
        };
        let both = [("http_proxy", "http://plain:3128"), ("HTTPS_PROXY", "safe")];
        assert_eq!(of(&both, "http://a.example/").as_deref(), Some("plain"));
        assert_eq!(of(&both, "https://a.example/").as_deref(), Some("safe"));
        assert_eq!(of(&both[..1], "https://a.example/"), None);
        let rest = [("all_proxy", "socks5h://any"), ("http_proxy", "plain"), ("no_proxy", "b.example, ::1")];
        assert_eq!(of(&rest, "https://a.example/").as_deref(), Some("any"));
        assert_eq!(of(&rest, "http://a.example/").as_deref(), Some("plain"));
        assert_eq!(of(&rest, "http://b.example/"), None);
        assert_eq!(of(&rest, "http://[::1]/"), None);
    }
}
