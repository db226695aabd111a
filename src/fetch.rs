//! HTTP, politely and in bounds: one address → its bytes, or why not. Knows nothing of what the bytes mean.
//!
//! What is asked and when is decided elsewhere; here is how: conditional requests, redirects followed by hand, limits on
//! time and on *decompressed* size, and no way into the user's own network that he did not type himself.

mod address;
mod body;
mod caching;
mod failure;
mod proxy;
mod redirects;
mod secret;
#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use ureq::config::Config;
use ureq::http::{HeaderMap, Response, StatusCode};
use ureq::unversioned::resolver::{DefaultResolver, Resolver};
use ureq::{Agent, Body};
use url::Url;

pub use caching::Validators;
pub use failure::FetchError;

use address::Guard;
use proxy::{Proxies, Relay};
use redirects::Route;
use secret::Secrets;

/// What a server may take: of time, and of bytes, decompressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    /// To connect, TLS included.
    pub connect: Duration,
    /// To begin its answer.
    pub first_byte: Duration,
    /// For everything, redirects included: what drips is cut.
    pub total: Duration,
    /// Bytes of an HTML page.
    pub page: u64,
    /// Bytes of anything else.
    pub feed: u64,
}

impl Default for Bounds {
    fn default() -> Self {
        let seconds = Duration::from_secs;
        Self {
            connect: seconds(10),
            first_byte: seconds(20),
            total: seconds(60),
            page: 8 << 20,
            feed: 32 << 20,
        }
    }
}

/// What kind of thing is hoped for; servers that hold several answer by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// A feed.
    Feed,
    /// Whatever a browser would be given.
    Page,
}

/// What is to be fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// The address, exactly as it was given.
    pub url: String,
    /// The user typed it himself: then it may lie in his own network.
    pub typed: bool,
    /// What is hoped for.
    pub wanted: Wanted,
    /// What the server gave when it was fetched last.
    pub validators: Validators,
}

/// What came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// The bytes; `None` where nothing has changed.
    pub body: Option<Vec<u8>>,
    /// Where it lay in the end.
    pub url: String,
    /// Where it lies for good, if the server says so: by permanent redirects from the start on.
    pub moved: Option<String>,
    /// To be given back with the next request, byte for byte.
    pub validators: Validators,
    /// How long the server wants to be left alone, by `Cache-Control` or `Expires`.
    pub fresh_for: Option<Duration>,
    /// Encoding that the server claims.
    pub charset: Option<String>,
}

/// Fetches; cheap to share between threads. Connections are kept open for a while.
#[derive(Debug, Clone)]
pub struct Fetcher {
    /// Refuses the user's own network.
    guarded: Agent,
    /// For addresses that he typed.
    free: Agent,
    bounds: Bounds,
    proxies: Arc<Proxies>,
    secrets: Arc<Secrets>,
}

/// Whether a text is meant as an address of the web.
pub fn is_address(text: &str) -> bool {
    let scheme = text.split_once("://").map(|(scheme, _)| scheme);
    scheme.is_some_and(|scheme| ["http", "https"].iter().any(|web| web.eq_ignore_ascii_case(scheme)))
}

/// An address of the web as it is kept: as a browser writes it, so that one place has one address, without the mark of a place
/// in its page, which is never sent, and without a name and password, which are kept nowhere. `None` for anything else.
pub fn canonical(address: &str) -> Option<String> {
    let mut url = Url::parse(address).ok().filter(redirects::is_web)?;
    url.set_fragment(None);
    Some(failure::shown(&url))
}

/// Whether an address holds a name or password for its server.
pub fn holds_login(address: &str) -> bool {
    Url::parse(address).is_ok_and(|url| !url.username().is_empty() || url.password().is_some())
}

/// Whether an address says by itself that it lies in the user's own network, where only one that he typed may lead.
pub fn is_private(address: &str) -> bool {
    Url::parse(address).is_ok_and(|url| address::is_private(&url))
}

impl Request {
    /// What an address that the user typed holds, whatever it is.
    pub fn typed(url: impl Into<String>) -> Self {
        let (url, validators) = (url.into(), Validators::default());
        Self { url, typed: true, wanted: Wanted::Page, validators }
    }
}

impl Wanted {
    fn accept(self) -> &'static str {
        match self {
            Self::Feed => {
                "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, \
                 text/xml;q=0.8, */*;q=0.1"
            }
            Self::Page => "text/html, application/xhtml+xml, application/xml;q=0.9, */*;q=0.8",
        }
    }
}

impl Default for Fetcher {
    fn default() -> Self {
        Self::new(Bounds::default())
    }
}

impl Fetcher {
    /// Proxies come from the environment, as every program has it: `http_proxy`, `https_proxy`, `all_proxy`, `no_proxy`.
    pub fn new(bounds: Bounds) -> Self {
        let (guarded, free) = (agent(bounds, Guard::default()), agent(bounds, DefaultResolver::default()));
        let proxies = Arc::new(Proxies::of(|name| std::env::var(name).ok()));
        Self { guarded, free, bounds, proxies, secrets: Arc::default() }
    }

    /// Gives some hosts what a command prints: `name:password`, or headers, one on a line. A host is given it only where
    /// it was asked itself, not where another one sends us there.
    #[must_use]
    pub fn with_credentials(self, commands: BTreeMap<String, String>) -> Self {
        Self { secrets: Arc::new(Secrets::new(commands)), ..self }
    }

    /// Fetches, following redirects.
    ///
    /// # Errors
    /// Whatever is not the thing itself; each error is one sentence with the way out.
    pub fn fetch(&self, request: &Request) -> Result<Reply, FetchError> {
        let (mut route, end) = (Route::new(&request.url)?, Instant::now() + self.bounds.total);
        loop {
            let response = self.ask(request, &route, end)?;
            let status = response.status();
            if !status.is_redirection() || status == StatusCode::NOT_MODIFIED {
                return self.reply(request, &route, response);
            }
            let target = response.headers().get("location").and_then(|value| value.to_str().ok());
            route.follow(status.as_u16(), target)?;
        }
    }

    fn ask(&self, request: &Request, route: &Route, end: Instant) -> Result<Response<Body>, FetchError> {
        let here = route.here();
        let free = request.typed && route.is_at_start();
        if !free && address::is_private(here) {
            return Err(FetchError::Private(failure::shown(here)));
        }
        let agent = if free { &self.free } else { &self.guarded };
        let mut call = agent
            .get(here.as_str())
            .header("accept", request.wanted.accept())
            .header("accept-encoding", body::ENCODINGS);
        for (name, value) in request.validators.headers(here.as_str()) {
            call = call.header(name, value);
        }
        if route.is_at_start() {
            let secrets = self.secrets.of(here);
            for (name, value) in secrets.map_err(|why| FetchError::NoSecret(failure::shown(here), why))? {
                call = call.header(name, value);
            }
        }
        let left = end.saturating_duration_since(Instant::now());
        let call = call.config().timeout_global(Some(left)).proxy(self.proxies.to(here)).build();
        call.call().map_err(|cause| FetchError::from_ureq(here, &cause))
    }

    fn reply(&self, request: &Request, route: &Route, response: Response<Body>) -> Result<Reply, FetchError> {
        let (here, status) = (route.here(), response.status());
        let unchanged = status == StatusCode::NOT_MODIFIED;
        if status != StatusCode::OK && !unchanged {
            return Err(FetchError::from_status(here, &response));
        }
        let validators = Validators::of(here.as_str(), response.headers());
        let validators = if unchanged { validators.or(&request.validators) } else { validators };
        let fresh_for = caching::fresh_for(response.headers());
        let charset = charset(response.headers());
        let body = if unchanged { None } else { Some(self.read(here, response)?) };
        let (url, moved) = (here.to_string(), route.moved().map(Url::to_string));
        Ok(Reply { body, url, moved, validators, fresh_for, charset })
    }

    fn read(&self, url: &Url, response: Response<Body>) -> Result<Vec<u8>, FetchError> {
        let is_page = response.body().mime_type().is_some_and(|kind| kind.contains("html"));
        body::read(response, url, if is_page { self.bounds.page } else { self.bounds.feed })
    }
}

/// How the program names itself.
const AGENT: &str =
    concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"), " (news reader for the terminal)");

fn agent(bounds: Bounds, resolver: impl Resolver) -> Agent {
    Agent::with_parts(config(bounds), Relay::new(config(bounds)), resolver)
}

/// Whether there is a proxy depends on the address.
fn config(bounds: Bounds) -> Config {
    Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .max_redirects_will_error(false)
        .proxy(None)
        .user_agent(AGENT)
        .timeout_connect(Some(bounds.connect))
        .timeout_recv_response(Some(bounds.first_byte))
        .max_idle_connections_per_host(1)
        .build()
}

/// What the `charset` of the media type says.
fn charset(headers: &HeaderMap) -> Option<String> {
    let kind = headers.get("content-type")?.to_str().ok()?;
    let parameters = kind.split(';').skip(1).filter_map(|parameter| parameter.split_once('='));
    let charset = parameters.into_iter().find(|(name, _)| name.trim().eq_ignore_ascii_case("charset"))?.1;
    Some(charset.trim().trim_matches('"').to_owned())
}
