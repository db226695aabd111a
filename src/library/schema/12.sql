-- A step of very many changes is promised in one transaction and carried out in many: what a program leaves of it, another
-- one carries out. The subjects are numbers of 8 bytes each, the lowest byte first, ascending.
CREATE TABLE promise (
    step INTEGER PRIMARY KEY REFERENCES undo_step ON DELETE CASCADE,
    before TEXT NOT NULL,
    after TEXT NOT NULL,
    subjects BLOB NOT NULL
);
-- The same for taking a step back, or doing it again: which is the other of what it is.
ALTER TABLE undo_step ADD COLUMN turning INTEGER NOT NULL DEFAULT 0;
