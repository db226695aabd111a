-- Small things under a name. The library's own name is random; what is derived from the library carries it.
CREATE TABLE kv (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
INSERT INTO kv VALUES ('uuid', lower(hex(randomblob(16))));

CREATE TABLE source (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    address TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    origin TEXT NOT NULL,
    removed INTEGER NOT NULL DEFAULT 0,
    refreshed INTEGER,
    error TEXT
);

-- Kept by the transaction that changes the articles, so that no list ever counts.
CREATE TABLE counter (
    source INTEGER PRIMARY KEY REFERENCES source,
    total INTEGER NOT NULL DEFAULT 0,
    unread INTEGER NOT NULL DEFAULT 0,
    starred INTEGER NOT NULL DEFAULT 0,
    starred_unread INTEGER NOT NULL DEFAULT 0
);

-- What lists show and what finds an article; everything else is in its body. Ids are shown to users: never given twice.
CREATE TABLE article (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    source INTEGER NOT NULL REFERENCES source,
    key TEXT NOT NULL,
    hash BLOB NOT NULL,
    first_seen INTEGER NOT NULL,
    time INTEGER NOT NULL,
    title TEXT NOT NULL,
    site TEXT,
    byline TEXT NOT NULL,
    published TEXT,
    url TEXT,
    given_id TEXT,
    url_key TEXT,
    title_key TEXT,
    read INTEGER NOT NULL DEFAULT 0,
    starred INTEGER NOT NULL DEFAULT 0,
    anchor_block INTEGER,
    anchor_offset INTEGER,
    copy_of INTEGER REFERENCES article ON DELETE SET NULL,
    story INTEGER,
    UNIQUE (source, key)
);
-- Each order of each view; the row's id is the last column of every index by itself.
CREATE INDEX article_time ON article (time);
CREATE INDEX article_read ON article (read, time);
CREATE INDEX article_starred ON article (time) WHERE starred = 1;
CREATE INDEX article_source ON article (source, time);
CREATE INDEX article_source_read ON article (source, read, time);
CREATE INDEX article_source_starred ON article (source, time) WHERE starred = 1;
-- Renamed files, resolving links, finding what the user names.
CREATE INDEX article_hash ON article (source, hash);
CREATE INDEX article_url ON article (url_key) WHERE url_key IS NOT NULL;
CREATE INDEX article_title ON article (title_key) WHERE title_key IS NOT NULL;
CREATE INDEX article_given ON article (given_id) WHERE given_id IS NOT NULL;
CREATE INDEX article_copy ON article (copy_of) WHERE copy_of IS NOT NULL;
CREATE INDEX article_story ON article (story) WHERE story IS NOT NULL;

-- The article as JSON, compressed by zstd; dictionary 0 is none.
CREATE TABLE dictionary (id INTEGER PRIMARY KEY AUTOINCREMENT, data BLOB NOT NULL);
CREATE TABLE body (
    article INTEGER PRIMARY KEY REFERENCES article ON DELETE CASCADE,
    dictionary INTEGER NOT NULL,
    data BLOB NOT NULL
);
-- Other texts that were met under the same key.
CREATE TABLE revision (
    article INTEGER NOT NULL REFERENCES article ON DELETE CASCADE,
    hash BLOB NOT NULL,
    at INTEGER NOT NULL,
    dictionary INTEGER NOT NULL,
    data BLOB NOT NULL,
    UNIQUE (article, hash)
);

-- Kinds: section, category, keyword, author, tag (the user's own).
CREATE TABLE label (id INTEGER PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL, UNIQUE (kind, name));
CREATE TABLE article_label (
    label INTEGER NOT NULL REFERENCES label,
    time INTEGER NOT NULL,
    article INTEGER NOT NULL REFERENCES article ON DELETE CASCADE,
    PRIMARY KEY (label, time, article)
) WITHOUT ROWID;
CREATE INDEX article_label_article ON article_label (article);
CREATE TABLE source_category (
    source INTEGER NOT NULL REFERENCES source,
    label INTEGER NOT NULL REFERENCES label,
    PRIMARY KEY (source, label)
) WITHOUT ROWID;

-- A session's steps; a change is taken back only where the value is still `after`.
CREATE TABLE undo_step (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    session TEXT NOT NULL,
    at INTEGER NOT NULL,
    field TEXT NOT NULL,
    undone INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX undo_step_session ON undo_step (session, undone);
CREATE INDEX undo_step_at ON undo_step (at);
CREATE TABLE undo_change (
    step INTEGER NOT NULL REFERENCES undo_step ON DELETE CASCADE,
    undone INTEGER NOT NULL DEFAULT 0,
    article INTEGER NOT NULL,
    before TEXT NOT NULL,
    after TEXT NOT NULL,
    PRIMARY KEY (step, undone, article)
) WITHOUT ROWID;

-- What the search index has to follow: op is 'put' or 'delete'.
CREATE TABLE change (seq INTEGER PRIMARY KEY AUTOINCREMENT, article INTEGER NOT NULL, op TEXT NOT NULL);
-- What related posts are computed from.
CREATE TABLE signature (
    article INTEGER PRIMARY KEY REFERENCES article ON DELETE CASCADE,
    terms BLOB NOT NULL,
    vector BLOB NOT NULL,
    minhash BLOB NOT NULL
);
