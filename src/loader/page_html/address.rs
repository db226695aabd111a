//! Addresses as a page writes them → addresses that can be opened (RFC 3986 §5).

use crate::sanitize::URL_BYTES;

/// What the relative addresses of a page stand against; no longer than an address may be, for each costs its length.
#[derive(Debug, Clone, Default)]
pub(in crate::loader) struct Base(Option<String>);

impl Base {
    /// `address` must be absolute to be of use.
    pub(in crate::loader) fn new(address: Option<String>) -> Self {
        Self(address.filter(|address| address.len() <= URL_BYTES && is_absolute(address)))
    }

    /// What stands inside it: an address that may itself stand against this one.
    pub(in crate::loader) fn joined(&self, address: Option<String>) -> Self {
        let joined = Self::new(address.and_then(|address| self.resolve(&address)));
        if joined.0.is_some() { joined } else { self.clone() }
    }

    /// This one, else another.
    pub(in crate::loader) fn or(self, other: Option<String>) -> Self {
        if self.0.is_some() { self } else { Self::new(other) }
    }

    /// The whole address; as it is where there is nothing to resolve it against. `None` where it leads nowhere.
    pub(in crate::loader) fn resolve(&self, reference: &str) -> Option<String> {
        let reference = reference.trim();
        let is_clean = reference.bytes().all(|byte| byte.is_ascii_graphic());
        let clean = || reference.chars().filter(|c| !c.is_control()).collect();
        let reference: String = if is_clean { reference.to_owned() } else { clean() };
        if reference.is_empty() || reference.starts_with('#') {
            return None;
        }
        if let Some(scheme) = scheme(&reference) {
            let opens = ["http", "https", "mailto"].iter().any(|known| scheme.eq_ignore_ascii_case(known));
            return opens.then(|| scheme.to_ascii_lowercase() + &reference[scheme.len()..]);
        }
        match self.0.as_deref() {
            Some(base) => join(base, &reference),
            None if reference.starts_with("//") => Some(format!("https:{reference}")),
            None => Some(reference),
        }
    }
}

/// Whether it is the whole address of something on the web.
pub(super) fn is_absolute(address: &str) -> bool {
    let scheme = scheme(address).unwrap_or_default();
    let web = scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https");
    web && address[scheme.len()..]
        .strip_prefix("://")
        .is_some_and(|rest| !rest.is_empty() && !rest.starts_with('/'))
}

fn scheme(address: &str) -> Option<&str> {
    let (scheme, _) = address.split_once(':')?;
    let fits = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
    fits.then_some(scheme)
}

fn join(base: &str, reference: &str) -> Option<String> {
    let base = base.split('#').next()?;
    let (scheme, rest) = base.split_once("://")?;
    if let Some(rest) = reference.strip_prefix("//") {
        return Some(format!("{scheme}://{rest}"));
    }
    let (host, path) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
    let path = path.split('?').next()?;
    if reference.starts_with('?') {
        return Some(format!("{scheme}://{host}{path}{reference}"));
    }
    let (wanted, query) = reference.split_at(reference.find(['?', '#']).unwrap_or(reference.len()));
    let folder = path.rfind('/').map_or("/", |end| &path[..=end]);
    let path = if wanted.starts_with('/') {
        without_dots(wanted)
    } else {
        without_dots(&format!("{folder}{wanted}"))
    };
    Some(format!("{scheme}://{host}{path}{query}"))
}

/// RFC 3986 §5.2.4.
fn without_dots(path: &str) -> String {
    let mut kept: Vec<&str> = Vec::new();
    let mut segments = path.split('/').skip(1).peekable();
    while let Some(segment) = segments.next() {
        let last = segments.peek().is_none();
        match segment {
            "." | ".." => {
                if segment == ".." {
                    kept.pop();
                }
                if last {
                    kept.push("");
                }
            }
            _ => kept.push(segment),
        }
    }
    format!("/{}", kept.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relative_addresses_are_resolved() {
        let base = Base::new(Some("https://e.example/news/2024/a.html?x=1#top".into()));
        for (reference, want) in [
            ("b.html", "https://e.example/news/2024/b.html"),
            ("../b", "https://e.example/news/b"),
            ("../../../../b/./c/..", "https://e.example/b/"),
            ("/b?y=2", "https://e.example/b?y=2"),
            ("?y=2", "https://e.example/news/2024/a.html?y=2"),
            ("//other.example/c", "https://other.example/c"),
            ("HTTP://other.example/C", "http://other.example/C"),
            ("mailto:a@e.example", "mailto:a@e.example"),
            (" b\n.html ", "https://e.example/news/2024/b.html"),
        ] {
            assert_eq!(base.resolve(reference).as_deref(), Some(want), "{reference}");
        }
        for nowhere in ["", "#top", "javascript:void(0)", "data:image/png;base64,x"] {
            assert_eq!(base.resolve(nowhere), None, "{nowhere}");
        }
        let host = Base::new(Some("https://e.example".into()));
        assert_eq!(host.resolve("a").as_deref(), Some("https://e.example/a"));
    }

    #[test]
    fn without_a_base_they_stay_what_they_are() {
        let base = Base::new(Some("/not/absolute".into()));
        assert_eq!(base.resolve("a/b").as_deref(), Some("a/b"));
        assert_eq!(base.resolve("//e.example/b").as_deref(), Some("https://e.example/b"));
    }
}
