//! Why nothing came, each in one sentence with the way out, and when the server may be asked again. Whether somebody will
//! ask again only the one who asked knows, and says so.

use std::io;
use std::time::Duration;

use ureq::http::Response;
use ureq::{Body, Error};
use url::Url;

use super::{address, caching};

/// Why nothing came. Addresses in it are as they were asked for, without user name and password.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FetchError {
    /// No address of the web.
    #[error("{0} is not an address that can be fetched: it must begin with http:// or https://")]
    BadAddress(String),
    /// The name is not known.
    #[error("{0}: no such host: check the spelling, or whether you are online")]
    NoHost(String),
    /// It lies in a private network and was not typed by the user.
    #[error("{0} lies in a private network, where only an address that you add yourself may lead")]
    Private(String),
    /// No connection.
    #[error("{0} cannot be reached ({1})")]
    Unreachable(String, String),
    /// The proxy of the environment does not lead there.
    #[error("{0} cannot be reached through the proxy ({1}): check `http_proxy` and `https_proxy`")]
    Proxy(String, String),
    /// The certificate is not good, or the server speaks no TLS that is safe.
    #[error("{0}: the connection is not safe ({1}): the site has to mend its certificate")]
    Unsafe(String, String),
    /// It took too long.
    #[error("{0} took too long and was given up")]
    Timeout(String),
    /// The answer broke off or was not HTTP.
    #[error("{0} answered with something broken ({1})")]
    Broken(String, String),
    /// More bytes than allowed.
    #[error("{0} is larger than {mb} MB, the most that is taken: ask for a shorter feed", mb = .1 >> 20)]
    TooLarge(String, u64),
    /// It grew beyond all measure while it was unpacked.
    #[error(
        "{0} is packed so that it grows beyond all measure, which nobody needs for news: it was given up"
    )]
    Bomb(String),
    /// Packed in a way nobody asked for.
    #[error("{0} is packed as {1}, which was not asked for: the site has to mend that")]
    Encoding(String, String),
    /// A redirect to where nothing can be fetched.
    #[error("{0} leads to {1}, which cannot be fetched: the site has to mend that")]
    BadRedirect(String, String),
    /// From a safe line to one that is not.
    #[error("{0} leads to {1}, which is not encrypted: add that address yourself if you trust it")]
    Downgrade(String, String),
    /// In a circle.
    #[error("{0} leads back to itself: the site has to mend that")]
    Loop(String),
    /// Too many redirects.
    #[error("{0} leads from place to place without end: the site has to mend that")]
    TooManyHops(String),
    /// 410.
    #[error("{0} is gone for good: `courant remove` it; its articles stay")]
    Gone(String),
    /// 404.
    #[error("{0} is not there (404): check the address")]
    NotThere(String),
    /// The command that prints its password gave none.
    #[error("{0} was not asked: {1}")]
    NoSecret(String, String),
    /// A name or password in an address that is to be kept.
    #[error(
        "{0} was given with a name or password, which would be kept in plain: leave them out, and let a command print \
         them (`[credentials]` in the config)"
    )]
    Login(String),
    /// 401 and 403.
    #[error(
        "{0} may not be read (status {1}): it wants a password (`[credentials]` in the config), or does not want us"
    )]
    Refused(String, u16),
    /// 429, 503: asked too often, or busy.
    #[error("{0} asks to be left alone for a while (status {1})")]
    Later(String, u16, Option<Duration>),
    /// Any other status.
    #[error("{0} answered with status {1}")]
    Status(String, u16),
}

/// An address as it may be said: secrets in it stay unsaid.
pub(super) fn shown(url: &Url) -> String {
    let mut shown = url.clone();
    // neither can fail for an address that has a host, and no other is asked for
    let _ = (shown.set_username(""), shown.set_password(None));
    shown.into()
}

impl FetchError {
    /// Whether it may pass by itself, so that all there is to do is to ask again later.
    pub fn is_passing(&self) -> bool {
        matches!(
            self,
            Self::Unreachable(..) | Self::Timeout(_) | Self::Broken(..) | Self::Later(..) | Self::Status(..)
        )
    }

    /// The sentence for an address that nobody asks again by himself: what passes has its way out here.
    pub fn asked_once(&self) -> String {
        if self.is_passing() { format!("{self}: try again later") } else { self.to_string() }
    }

    /// How long the server wants to be left alone, if it said so.
    pub fn retry_after(&self) -> Option<Duration> {
        if let Self::Later(_, _, time) = self { *time } else { None }
    }

    /// What an answer that is neither the thing nor a redirect means.
    pub(super) fn from_status(url: &Url, response: &Response<Body>) -> Self {
        let (url, status) = (shown(url), response.status().as_u16());
        match status {
            401 | 403 => Self::Refused(url, status),
            407 => Self::Proxy(url, "it wants a name and password".to_owned()),
            404 => Self::NotThere(url),
            410 => Self::Gone(url),
            429 | 503 => Self::Later(url, status, caching::retry_after(response.headers())),
            _ => Self::Status(url, status),
        }
    }

    pub(super) fn from_ureq(url: &Url, error: &Error) -> Self {
        let at = shown(url);
        match error {
            Error::HostNotFound => Self::NoHost(at),
            Error::BadUri(why) if why == address::PRIVATE => Self::Private(at),
            Error::BadUri(_) | Error::Http(_) => Self::BadAddress(at),
            Error::Timeout(_) => Self::Timeout(at),
            Error::Io(cause) => Self::from_io(url, cause),
            Error::Rustls(cause) => Self::Unsafe(at, cause.to_string()),
            Error::Tls(why) => Self::Unsafe(at, (*why).to_owned()),
            Error::ConnectionFailed => Self::Unreachable(at, "no connection".to_owned()),
            Error::ConnectProxyFailed(why) => Self::Proxy(at, crate::sanitize::line(why)),
            other => Self::Broken(at, other.to_string()),
        }
    }

    /// ureq wraps its own errors into those of the standard library while a body is read.
    pub(super) fn from_io(url: &Url, cause: &io::Error) -> Self {
        let at = shown(url);
        if let Some(inner) = cause.get_ref().and_then(|inner| inner.downcast_ref::<Error>()) {
            return Self::from_ureq(url, inner);
        }
        if let Some(inner) = cause.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>()) {
            return Self::Unsafe(at, inner.to_string());
        }
        match cause.kind() {
            io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock => Self::Timeout(at),
            io::ErrorKind::UnexpectedEof | io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput => {
                Self::Broken(at, cause.to_string())
            }
            // the system's words end in "(os error 111)"
            _ if cause.to_string().contains("failed to lookup") => Self::NoHost(at),
            _ => Self::Unreachable(at, cause.to_string()),
        }
    }
}
