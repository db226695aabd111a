use super::*;
use crate::article::{LinkRole, PageLink};

fn link(role: LinkRole, title: &str, url: Option<&str>) -> PageLink {
    PageLink { role, title: title.into(), published: None, url: url.map(Into::into), article: None }
}

fn article(key: &str, title: &str, url: Option<&str>, links: Vec<PageLink>) -> Loaded {
    loaded(key, Article { title: title.into(), url: url.map(Into::into), links, ..Article::default() })
}

fn only(fixture: &Fixture, url: &str) -> Held {
    let ids = fixture.library.find(url).unwrap();
    assert_eq!(ids.len(), 1);
    fixture.library.get(ids[0]).unwrap().unwrap()
}

#[test]
fn links_lead_to_held_articles_also_to_those_that_come_later() {
    let mut fixture = Fixture::new();
    let links = vec![
        link(LinkRole::Related, "By address", Some("http://www.example.org/b/?utm_source=a")),
        link(LinkRole::InlineRelated, "“By headline” – here", None),
        link(LinkRole::Body, "Here", None),
        link(LinkRole::Latest, "Not held", Some("https://example.org/none")),
    ];
    let page = article("a", "A", Some("https://example.org/a"), links);
    fixture.library.add(fixture.source, &[page]).unwrap();
    assert!(only(&fixture, "https://example.org/a").page_links.iter().all(|link| link.held.is_none()));
    let later = [
        article("b", "B", Some("https://example.org/b"), vec![]),
        article("c", "\"By headline\" - here.", None, vec![]),
        article("d", "Here", None, vec![]),
    ];
    fixture.library.add(fixture.source, &later).unwrap();
    let target = only(&fixture, "https://example.org/b").key;
    fixture.library.mark("s", &[target.id], Mark::Read(true)).unwrap();
    let held = only(&fixture, "https://example.org/a");
    assert_eq!(held.page_links.len(), 3);
    assert_eq!(held.page_links[0].held, Some((target, true)));
    assert!(held.page_links[1].held.is_some_and(|(_, read)| !read));
    assert_eq!(held.page_links[2].held, None);
    assert_eq!(held.article.links[0].article, Some(target.id.to_string()));
    assert_eq!(held.article.links[2].article, None, "words of running text are no headline");
}

#[test]
fn of_equal_headlines_the_own_source_and_then_the_nearest_day_wins() {
    let mut fixture = Fixture::new();
    let other = fixture.library.add_source(&new_source("/other")).unwrap().id;
    let titled = |key: &str, day| {
        let mut loaded = on_day(key, day);
        loaded.article.title = "Morning briefing".into();
        loaded
    };
    let mut page = on_day("page", 10);
    page.article.links = vec![link(LinkRole::Related, "Morning Briefing", None)];
    fixture.library.add(other, &[titled("x", 10)]).unwrap();
    fixture.library.add(fixture.source, &[titled("far", 1), titled("near", 9), page]).unwrap();
    let rows = fixture.library.window(&View::default(), Slice::First, 9).unwrap().rows;
    let held =
        fixture.library.get(rows.iter().find(|row| row.title == "page").unwrap().key.id).unwrap().unwrap();
    let near = held.page_links[0].held.unwrap().0;
    assert_eq!(near.time, held.key.time - 24 * 3600);
}

#[test]
fn an_article_is_found_by_id_then_given_id_then_address() {
    let mut fixture = Fixture::new();
    let other = fixture.library.add_source(&new_source("/other")).unwrap().id;
    let given = |key: &str| Loaded { given_id: Some("7".into()), ..article(key, "G", None, vec![]) };
    fixture.library.add(fixture.source, &[given("7")]).unwrap();
    fixture.library.add(other, &[given("7")]).unwrap();
    let url = article("u", "U", Some("https://example.org/u"), vec![]);
    fixture.library.add(fixture.source, &[url]).unwrap();
    assert_eq!(fixture.library.find("7").unwrap().len(), 2);
    let by_url = fixture.library.find("example.org/u").unwrap();
    assert!(by_url.is_empty(), "an address has a scheme");
    let by_url = fixture.library.find("https://example.org/u#top").unwrap();
    assert_eq!(fixture.library.find(&by_url[0].to_string()).unwrap(), by_url);
    let addressed = |key: &str| Loaded {
        given_id: Some("https://a.org/?p=1".into()),
        ..article(key, "P", Some("https://a.org/?p=1"), vec![])
    };
    fixture.library.add(fixture.source, &[addressed("p")]).unwrap();
    let one = fixture.library.find("https://a.org/?p=1").unwrap();
    assert_eq!(fixture.library.name(one[0]).unwrap(), "https://a.org/?p=1");
    fixture.library.add(other, &[addressed("p")]).unwrap();
    assert_eq!(fixture.library.find("https://a.org/?p=1").unwrap().len(), 2, "given ids may fit several");
    assert_eq!(fixture.library.name(one[0]).unwrap(), one[0].to_string());
    assert_eq!(fixture.library.find("https://www.a.org/?p=1").unwrap(), one, "an address fits one");
    assert!(fixture.library.find("art_zzz").unwrap().is_empty());
    assert!(fixture.library.get(ArticleId(99)).unwrap().is_none());
}

#[test]
fn an_article_comes_back_as_it_was_with_the_place_left_off() {
    let (mut fixture, ids) = Fixture::with(1);
    assert_eq!(fixture.library.get(ids[0]).unwrap().unwrap().anchor, None);
    let anchor = Anchor { block: 3, offset: 14 };
    fixture.library.save_anchor(ids[0], anchor).unwrap();
    let held = fixture.other().get(ids[0]).unwrap().unwrap();
    assert_eq!(held.anchor, Some(anchor));
    assert_eq!(held.article, on_day("a0", 0).article);
    assert_eq!((held.source.as_str(), held.source_address.as_str()), ("Source /news", "/news"));
}

#[test]
fn a_damaged_text_is_named() {
    let (fixture, ids) = Fixture::with(1);
    fixture.library.db.execute("UPDATE body SET data = x'00'", []).unwrap();
    let error = fixture.library.get(ids[0]).unwrap_err();
    assert!(matches!(error, LibraryError::Damaged(id) if id == ids[0]), "{error}");
}
