-- Entries of feeds that are completed from their pages, where the source wants that.
ALTER TABLE poll ADD COLUMN full_text INTEGER NOT NULL DEFAULT 0;
CREATE TABLE full_text (
    article INTEGER PRIMARY KEY REFERENCES article ON DELETE CASCADE,
    -- The hash of the entry as its feed had it: when that comes again, nothing has changed.
    entry BLOB NOT NULL,
    -- Why the text is not the page's; '' where the feed gave all of it, NULL where it is the page's.
    why TEXT,
    -- When the page is asked again, seconds since 1970; NULL never.
    again INTEGER
);
