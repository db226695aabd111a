-- Where a source stands among the others: folders, the outermost first, with "/" between them.
ALTER TABLE source ADD COLUMN folder TEXT NOT NULL DEFAULT '';
