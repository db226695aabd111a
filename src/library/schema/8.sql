-- What an article is found by is kept as its hash: addresses and headlines stood in the row up to four times and in four
-- indexes beside it, a fifth of the library. `key` has 16 bytes, `url_key` and `title_key` have 8 (see fold.rs). A given id
-- that is the article's address is '' and stands there.
DROP INDEX article_url;
DROP INDEX article_title;
DROP INDEX article_given;
UPDATE article SET key = hash(key), url_key = short_hash(url_key), title_key = short_hash(title_key),
    given_id = CASE WHEN given_id = url AND url_key IS NOT NULL THEN '' ELSE given_id END;
CREATE INDEX article_url ON article (url_key) WHERE url_key IS NOT NULL;
CREATE INDEX article_title ON article (title_key) WHERE title_key IS NOT NULL;
CREATE INDEX article_given ON article (given_id) WHERE given_id <> '';
