//! Redirects, followed by hand: which of them last, and which are not to be followed at all.

use url::Url;

use super::FetchError;
use super::failure::shown;

/// Hops at most.
const HOPS: usize = 5;

/// The way from the address asked for to where the thing lies.
#[derive(Debug)]
pub(super) struct Route {
    /// Every address so far; the last one is to be asked next.
    places: Vec<Url>,
    /// How many of the first hops were permanent without a break.
    permanent: usize,
}

impl Route {
    pub(super) fn new(address: &str) -> Result<Self, FetchError> {
        let url = Url::parse(address).ok().filter(is_web);
        let url = url.ok_or_else(|| FetchError::BadAddress(crate::sanitize::line(address)))?;
        Ok(Self { places: vec![url], permanent: 0 })
    }

    /// Where to ask now.
    pub(super) fn here(&self) -> &Url {
        // never empty: there is always the start
        self.places.last().unwrap_or(&self.places[0])
    }

    /// Whether we are still with the server that was asked for, over a line as safe.
    pub(super) fn is_at_start(&self) -> bool {
        self.places[0].origin() == self.here().origin()
    }

    /// Where it lies for good, by permanent redirects from the start on.
    pub(super) fn moved(&self) -> Option<&Url> {
        self.places.get(self.permanent).filter(|_| self.permanent > 0)
    }

    /// Goes on to where an answer of this status sends us.
    pub(super) fn follow(&mut self, status: u16, target: Option<&str>) -> Result<(), FetchError> {
        let here = self.here().clone();
        let bad =
            || FetchError::BadRedirect(shown(&here), crate::sanitize::line(target.unwrap_or("nowhere")));
        let next = target.and_then(|target| here.join(target).ok()).filter(is_web).ok_or_else(bad)?;
        if here.scheme() == "https" && next.scheme() == "http" {
            return Err(FetchError::Downgrade(shown(&here), shown(&next)));
        }
        if self.places.contains(&next) {
            return Err(FetchError::Loop(shown(&self.places[0])));
        }
        if self.places.len() > HOPS {
            return Err(FetchError::TooManyHops(shown(&self.places[0])));
        }
        if matches!(status, 301 | 308) && self.permanent + 1 == self.places.len() {
            self.permanent += 1;
        }
        self.places.push(next);
        Ok(())
    }
}

pub(super) fn is_web(url: &Url) -> bool {
    matches!(url.scheme(), "http" | "https") && url.has_host()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn route(hops: &[(u16, &str)]) -> Result<Route, FetchError> {
        let mut route = Route::new("https://a.example/feed")?;
        for (status, target) in hops {
            route.follow(*status, Some(target))?;
        }
        Ok(route)
    }

    #[test]
    fn only_permanent_hops_from_the_start_on_move_the_address() {
        let moved = |hops: &[(u16, &str)]| route(hops).unwrap().moved().map(Url::to_string);
        assert_eq!(moved(&[(301, "/new")]).as_deref(), Some("https://a.example/new"));
        assert_eq!(moved(&[(308, "/b"), (301, "/c")]).as_deref(), Some("https://a.example/c"));
        assert_eq!(moved(&[(301, "/b"), (302, "/c")]).as_deref(), Some("https://a.example/b"));
        assert_eq!(moved(&[(302, "/b"), (301, "/c")]), None);
        assert_eq!(moved(&[]), None);
    }

    #[test]
    fn ways_that_lead_nowhere_are_named() {
        assert!(matches!(route(&[(301, "/b"), (301, "/feed")]), Err(FetchError::Loop(_))));
        let hops: Vec<String> = (0..6).map(|hop| format!("/{hop}")).collect();
        let hops: Vec<(u16, &str)> = hops.iter().map(|hop| (302, hop.as_str())).collect();
        assert!(matches!(route(&hops), Err(FetchError::TooManyHops(_))));
        assert!(matches!(route(&[(301, "http://a.example/feed")]), Err(FetchError::Downgrade(..))));
        assert!(matches!(route(&[(301, "file:///etc/passwd")]), Err(FetchError::BadRedirect(..))));
        assert!(matches!(Route::new("javascript:x"), Err(FetchError::BadAddress(_))));
    }

    #[test]
    fn another_host_or_port_is_another_place() {
        assert!(route(&[(302, "/b")]).unwrap().is_at_start());
        assert!(!route(&[(302, "https://b.example/")]).unwrap().is_at_start());
        assert!(!route(&[(302, "https://a.example:8443/")]).unwrap().is_at_start());
    }
}
