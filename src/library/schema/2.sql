-- What related posts are computed from. The terms need no strings: when some are chosen, the text is at hand.
DROP TABLE signature;
CREATE TABLE signature (
    article INTEGER PRIMARY KEY REFERENCES article ON DELETE CASCADE,
    vector BLOB NOT NULL,
    minhash BLOB NOT NULL
);

-- In how many articles each term stands: one row, and the vectors that came and went since it was written.
CREATE TABLE frequency (folded INTEGER NOT NULL, articles INTEGER NOT NULL, data BLOB NOT NULL);
INSERT INTO frequency VALUES (0, 0, x'');
CREATE TABLE frequency_change (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    articles INTEGER NOT NULL,
    vector BLOB NOT NULL
);
-- Triggers, so that whatever writes a signature or removes its article keeps the frequencies exact.
CREATE TRIGGER signature_came AFTER INSERT ON signature BEGIN
    INSERT INTO frequency_change (articles, vector) VALUES (1, new.vector);
END;
CREATE TRIGGER signature_went AFTER DELETE ON signature BEGIN
    INSERT INTO frequency_change (articles, vector) VALUES (-1, old.vector);
END;
