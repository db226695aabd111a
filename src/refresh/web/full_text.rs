//! Entries that their feeds give in short, completed from their pages: after the feeds themselves, so that nobody waits.

use super::{ARTICLES, Polling, host, is_same_place};
use crate::fetch::{FetchError, Request, Validators, Wanted};
use crate::library::{ArticleId, Poll, Result, Source};
use crate::loader::Found;
use crate::refresh::Trouble;
use crate::refresh::ask::{Answered, Came, Goal, Question};
use crate::refresh::schedule::DAY;

impl Polling<'_, '_> {
    /// Asks for the pages of entries, of those sources that want full texts.
    pub(in crate::refresh) fn complete(&mut self, sources: &[&Source]) -> Result<()> {
        for (number, source) in sources.iter().enumerate() {
            let poll = self.library.poll(source.id)?;
            if poll.full_text && !self.stopped {
                self.complete_source(number, source, poll)?;
            }
        }
        self.run()
    }

    fn complete_source(&mut self, number: usize, source: &Source, poll: Poll) -> Result<()> {
        let now = self.now();
        let wanted = self.library.wants_full_text(source.id, now, ARTICLES)?;
        if wanted.is_empty() {
            return Ok(());
        }
        let count = wanted.len();
        for (id, url) in wanted {
            let typed = poll.typed && is_same_place(&source.address, &url);
            let request = Request { url, typed, wanted: Wanted::Page, validators: Validators::default() };
            let question = Question { source: number, goal: Goal::FullText(id), request };
            self.queue.push(host(&question.request.url), question);
        }
        self.enter(number, source, poll);
        if let Some(open) = self.open.get_mut(&number) {
            open.awaited = count;
        }
        Ok(())
    }

    /// Keeps the text of a page, or why there is none.
    pub(super) fn full_text_came(
        &mut self,
        question: &Question,
        id: ArticleId,
        answer: Answered,
    ) -> Result<()> {
        match answer {
            Ok((_, Came::Article(found))) => match found.into_iter().find_map(article) {
                Some(page) => drop(self.library.complete(id, page)?),
                None => self.library.settle_full_text(id, "no article was found on its page", None)?,
            },
            Ok(_) => {}
            Err(trouble) => {
                let again = is_passing(&trouble).then(|| self.now() + DAY);
                let said = again.map_or("", |_| "; asked again after a day");
                self.library.settle_full_text(id, &format!("{trouble}{said}"), again)?;
            }
        }
        self.tick();
        let number = question.source;
        let Some(open) = self.open.get_mut(&number) else { return Ok(()) };
        open.awaited -= 1;
        if open.awaited == 0
            && let Some(open) = self.open.remove(&number)
        {
            self.library.set_poll(open.source.id, &open.poll)?;
        }
        Ok(())
    }
}

fn article(found: Found) -> Option<crate::article::Article> {
    if let Found::Article(loaded) = found { Some(loaded.article) } else { None }
}

/// Whether the page may be there tomorrow.
fn is_passing(trouble: &Trouble) -> bool {
    matches!(trouble, Trouble::Fetch(error) if error.is_passing() || matches!(error, FetchError::NoHost(_) | FetchError::Proxy(..)))
}
