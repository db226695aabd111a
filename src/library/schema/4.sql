-- Copies and stories. An article of a story follows the one that came before it and is most like it; `story` is the
-- number of the story's first article.
ALTER TABLE article ADD COLUMN follows INTEGER REFERENCES article ON DELETE SET NULL;
CREATE INDEX article_follows ON article (follows) WHERE follows IS NOT NULL;
DROP INDEX article_story;
CREATE INDEX article_story ON article (story, time) WHERE story IS NOT NULL;
CREATE INDEX article_story_time ON article (time) WHERE story IS NOT NULL;
-- Each order of the views that fold copies.
CREATE INDEX article_head ON article (time) WHERE copy_of IS NULL;
CREATE INDEX article_head_read ON article (read, time) WHERE copy_of IS NULL;

-- Articles that are still to be compared, the earliest first.
CREATE TABLE ungrouped (time INTEGER NOT NULL, article INTEGER NOT NULL, PRIMARY KEY (time, article)) WITHOUT ROWID;
-- What hung on an article that goes is compared anew.
CREATE TRIGGER article_goes BEFORE DELETE ON article BEGIN
    INSERT OR IGNORE INTO ungrouped SELECT time, id FROM article WHERE copy_of = old.id OR follows = old.id;
    INSERT OR IGNORE INTO ungrouped SELECT time, id FROM article WHERE id = old.story AND id <> old.id;
END;

-- How many of the articles of a source are copies. Few articles are, and who folds them knows no counters.
ALTER TABLE counter ADD COLUMN copies INTEGER NOT NULL DEFAULT 0;
ALTER TABLE counter ADD COLUMN copies_unread INTEGER NOT NULL DEFAULT 0;
CREATE TRIGGER copy_changed AFTER UPDATE OF copy_of, read ON article
WHEN old.copy_of IS NOT NULL OR new.copy_of IS NOT NULL BEGIN
    UPDATE counter SET
        copies = copies - (old.copy_of IS NOT NULL) + (new.copy_of IS NOT NULL),
        copies_unread = copies_unread - (old.copy_of IS NOT NULL AND old.read = 0)
            + (new.copy_of IS NOT NULL AND new.read = 0)
    WHERE source = new.source;
END;
CREATE TRIGGER copy_went AFTER DELETE ON article WHEN old.copy_of IS NOT NULL BEGIN
    UPDATE counter SET copies = copies - 1, copies_unread = copies_unread - (old.read = 0) WHERE source = old.source;
END;
