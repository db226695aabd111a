//! Texts that a feed gives in short: completed from their pages, or no longer.

use super::{Failure, Refresher};
use crate::app::Msg;
use crate::app::toast::Severity;
use crate::library::{Library, Source, SourceKind};
use crate::refresh::{self, Net};

impl Refresher {
    /// Has the texts of these feeds completed; no longer, where those of all of them are.
    pub(super) fn full_text(&self, addresses: &[String]) -> Result<Msg, Failure> {
        let mut library = Library::open(&self.folder)?;
        let is_meant =
            |source: &Source| source.kind == SourceKind::Feed && addresses.contains(&source.address);
        let feeds: Vec<Source> = library.sources()?.into_iter().filter(is_meant).collect();
        if feeds.is_empty() {
            let no = "Only texts of a feed that is still asked are completed from their pages";
            return Ok(Msg::Say(Severity::Info, no.to_owned()));
        }
        let mut wanted = false;
        for feed in &feeds {
            wanted |= !library.poll(feed.id)?.full_text;
        }
        self.tell(Msg::Refreshing(0, 0));
        let net = Net::asked_by(self.fetcher.clone());
        refresh::want_full_text(&mut library, &feeds, wanted, &net, &mut |_, _| self.flow())?;
        self.index(&library)?;
        Ok(Msg::Refreshed(Some(said(&feeds, wanted))))
    }
}

fn said(feeds: &[Source], wanted: bool) -> String {
    let whose = match feeds {
        [one] => one.title.clone(),
        several => format!("{} feeds", several.len()),
    };
    let how = if wanted { "completed from their pages" } else { "left as they come" };
    format!("{whose}: texts are {how} from now on")
}
