-- The outlet is a name like the others, so that the frequent ones are found in the same way.
INSERT INTO label (kind, name) SELECT DISTINCT 'site', site FROM article WHERE site IS NOT NULL;
INSERT INTO article_label (label, time, article)
    SELECT label.id, time, article.id FROM article JOIN label ON kind = 'site' AND name = site ORDER BY 1, 2, 3;

-- In how many articles each name stands, so that no list of names ever counts. Triggers, so that whatever labels an
-- article or removes it keeps the counts exact.
ALTER TABLE label ADD COLUMN articles INTEGER NOT NULL DEFAULT 0;
UPDATE label SET articles = (SELECT count(*) FROM article_label WHERE label = label.id);
CREATE INDEX label_frequent ON label (kind, articles DESC, name);
CREATE TRIGGER article_label_came AFTER INSERT ON article_label BEGIN
    UPDATE label SET articles = articles + 1 WHERE id = new.label;
END;
CREATE TRIGGER article_label_went AFTER DELETE ON article_label BEGIN
    UPDATE label SET articles = articles - 1 WHERE id = old.label;
END;

-- A search under a name, as JSON.
CREATE TABLE saved_search (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, search TEXT NOT NULL);

-- A step may also change a saved search or a source.
ALTER TABLE undo_change RENAME COLUMN article TO subject;
