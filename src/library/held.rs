//! One article as the library holds it, and finding it by what a user may call it.

use rusqlite::{OptionalExtension, Params};

use super::fold::ShortHash;
use super::full_text::{self, FullText};
use super::list::{self, PLACE};
use super::write::Durability;
use super::{ArticleId, Library, Result, Row, SortKey, Story, StoryId, fold, folders, labels};
use crate::article::{Article, LinkRole, Moment, PageLink};
use crate::layout::Anchor;

/// An article as the library holds it: `article.links` are resolved to held articles.
#[derive(Debug, Clone, PartialEq)]
pub struct Held {
    /// Its place in a list by time.
    pub key: SortKey,
    /// The article.
    pub article: Article,
    /// Title of its source.
    pub source: String,
    /// Address of its source.
    pub source_address: String,
    /// Folders that its source stands in.
    pub source_folders: Vec<String>,
    /// Read or not.
    pub read: bool,
    /// Starred or not.
    pub starred: bool,
    /// The user's tags.
    pub tags: Vec<String>,
    /// Where the reader left off.
    pub anchor: Option<Anchor>,
    /// The page's own links (inline related, related, latest, popular, event), resolved.
    pub page_links: Vec<HeldLink>,
    /// The other articles with much of its wording, the one that stands for all of them first.
    pub copies: Vec<Row>,
    /// Number of the story that it belongs to.
    pub story_id: Option<StoryId>,
    /// That story, where the whole article was asked for.
    pub story: Option<Story>,
    /// Whether the text is that of its page, where its source wants that.
    pub full_text: Option<FullText>,
    /// How many earlier texts of it are kept.
    pub revisions: u32,
}

/// A link of the page, resolved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldLink {
    /// Where on the page it stands.
    pub role: LinkRole,
    /// What it says.
    pub title: String,
    /// The date beside it.
    pub published: Option<Moment>,
    /// Where it leads.
    pub url: Option<String>,
    /// The held article it leads to, and whether that is read.
    pub held: Option<(SortKey, bool)>,
}

impl Held {
    /// The article that stands for this text where copies are folded.
    pub fn head(&self) -> ArticleId {
        let head = self.copies.iter().find(|row| row.copy_of.is_none());
        head.map_or(self.key.id, |row| row.key.id)
    }
}

/// The id that an article was given; one that is its address is not stored twice.
pub(super) const GIVEN: &str = "CASE given_id WHEN '' THEN url ELSE given_id END";

/// No article has this number: SQLite counts from 1.
const NOT_HELD: ArticleId = ArticleId(0);

impl HeldLink {
    /// A link that the page itself offers, not resolved; `None` where it is one of the running text.
    pub fn offered(link: &PageLink) -> Option<Self> {
        let PageLink { role, published, .. } = *link;
        let (title, url) = (link.title.clone(), link.url.clone());
        (role != LinkRole::Body).then_some(Self { role, title, published, url, held: None })
    }
}

impl Library {
    /// One article with body, state and resolved links.
    pub fn get(&self, id: ArticleId) -> Result<Option<Held>> {
        let snapshot = self.db.unchecked_transaction()?;
        let Some(mut held) = self.unresolved(id)? else { return Ok(None) };
        self.resolve(&mut held)?;
        held.copies = self.other_copies(id)?;
        held.story = self.story_of(id)?;
        held.full_text = full_text::of(&self.db, id)?;
        held.revisions = self.revisions(id)?;
        snapshot.commit()?;
        Ok(Some(held))
    }

    /// One article with body and state, its links as the page gives them.
    pub(super) fn unresolved(&self, id: ArticleId) -> Result<Option<Held>> {
        let Some(mut held) = self.state(id)? else { return Ok(None) };
        held.article = self.article(id)?;
        held.tags = labels::tags(&self.db, id)?;
        Ok(Some(held))
    }

    /// What the library itself knows of an article, still without its text.
    fn state(&self, id: ArticleId) -> Result<Option<Held>> {
        let mut statement = self.db.prepare_cached(
            "SELECT time, article.id, source.title, address, read, starred, anchor_block, anchor_offset, folders, story \
             FROM article JOIN source ON source.id = source WHERE article.id = ?1",
        )?;
        let held = statement.query_row([id.0], |row| {
            let anchor = row.get::<_, Option<u32>>(6)?.zip(row.get::<_, Option<u32>>(7)?);
            Ok(Held {
                key: list::place(row, 0)?,
                article: Article::default(),
                source: row.get(2)?,
                source_address: row.get(3)?,
                source_folders: folders::read(row.get_ref(8)?.as_str()?).collect(),
                read: row.get(4)?,
                starred: row.get(5)?,
                tags: Vec::new(),
                anchor: anchor.map(|(block, offset)| Anchor { block, offset }),
                page_links: Vec::new(),
                copies: Vec::new(),
                story_id: row.get::<_, Option<i64>>(9)?.map(StoryId),
                story: None,
                full_text: None,
                revisions: 0,
            })
        });
        Ok(held.optional()?)
    }

    /// Finds out which links lead to articles held. Done on reading, since the other article may come later.
    fn resolve(&self, held: &mut Held) -> Result<()> {
        for link in &mut held.article.links {
            let target = self.target(held.key, link)?;
            link.article = target.map(|(key, _)| key.id.to_string());
            let offered = HeldLink::offered(link);
            held.page_links.extend(offered.map(|offered| HeldLink { held: target, ..offered }));
        }
        Ok(())
    }

    /// The page's own links of an article that is not held, resolved.
    pub fn resolve_links(&self, article: &Article) -> Result<Vec<HeldLink>> {
        let time = article.published.or(article.updated).map_or_else(super::now, Moment::unix);
        let from = SortKey { time, id: NOT_HELD };
        let mut links = Vec::new();
        for link in &article.links {
            if let Some(offered) = HeldLink::offered(link) {
                links.push(HeldLink { held: self.target(from, link)?, ..offered });
            }
        }
        Ok(links)
    }

    /// The article that a link leads to, by its address, else by its headline; and whether it is read.
    fn target(&self, from: SortKey, link: &PageLink) -> Result<Option<(SortKey, bool)>> {
        let near = link.published.map_or(from.time, Moment::unix);
        if let Some(key) = link.url.as_deref().and_then(fold::url_key)
            && let Some(target) = self.nearest("url_key", fold::short_hash(&key), from, near)?
        {
            return Ok(Some(target));
        }
        // the words of a link in running text ("here") are no headline
        match fold::title_key(&link.title).filter(|_| link.role != LinkRole::Body) {
            Some(key) => self.nearest("title_key", fold::short_hash(&key), from, near),
            None => Ok(None),
        }
    }

    /// Of several articles with the same address or headline the one of the same source, nearest in time.
    fn nearest(
        &self,
        column: &str,
        key: ShortHash,
        from: SortKey,
        near: i64,
    ) -> Result<Option<(SortKey, bool)>> {
        let mut statement = self.db.prepare_cached(&format!(
            "SELECT {PLACE}, article.read FROM article LEFT JOIN article here ON here.id = ?2 \
             WHERE article.{column} = ?1 AND article.id <> ?2 \
             ORDER BY article.source <> here.source, abs(article.time - ?3), article.id LIMIT 1"
        ))?;
        let target =
            statement.query_row((key, from.id.0, near), |row| Ok((list::place(row, 0)?, row.get(2)?)));
        Ok(target.optional()?)
    }

    /// The articles that a user may mean: the one with this id, else those with this id given in a `.jsonl`, else the
    /// one with this URL. A given id may fit several (in different sources); an id or a URL gives one at most.
    pub fn find(&self, argument: &str) -> Result<Vec<ArticleId>> {
        if let Ok(id) = argument.parse::<ArticleId>()
            && self.row(id)?.is_some()
        {
            return Ok(vec![id]);
        }
        let given = "SELECT id FROM article WHERE given_id = ?1 AND given_id <> '' ORDER BY id";
        let mut given = self.numbers(given, [argument])?;
        let Some(key) = fold::url_key(argument).map(|key| fold::short_hash(&key)) else { return Ok(given) };
        let address = "SELECT id FROM article WHERE url_key = ?1 AND given_id = '' AND url = ?2 ORDER BY id";
        given.extend(self.numbers(address, (key, argument))?);
        if given.is_empty() {
            return self.numbers("SELECT id FROM article WHERE url_key = ?1 ORDER BY id LIMIT 1", [key]);
        }
        Ok(given)
    }

    /// What a user may call a held article: the id given in a `.jsonl`, where no other has it, else its own.
    pub fn name(&self, id: ArticleId) -> Result<String> {
        let mut statement = self.db.prepare_cached(&format!("SELECT {GIVEN} FROM article WHERE id = ?1"))?;
        let given: Option<String> = statement.query_row([id.0], |row| row.get(0)).optional()?.flatten();
        match given {
            Some(given) if self.find(&given)? == [id] => Ok(given),
            _ => Ok(id.to_string()),
        }
    }

    fn numbers(&self, sql: &str, values: impl Params) -> Result<Vec<ArticleId>> {
        let mut statement = self.db.prepare_cached(sql)?;
        let ids = statement.query_map(values, |row| row.get(0).map(ArticleId))?;
        Ok(ids.collect::<rusqlite::Result<_>>()?)
    }

    /// Keeps where the reader left off.
    pub fn save_anchor(&mut self, id: ArticleId, anchor: Anchor) -> Result<()> {
        self.write(Durability::Normal, |tx| {
            tx.prepare_cached("UPDATE article SET anchor_block = ?2, anchor_offset = ?3 WHERE id = ?1")?
                .execute((id.0, anchor.block, anchor.offset))?;
            Ok(())
        })
    }
}
