-- What comes is counted by who writes it, for a whole transaction at once: beside a trigger SQLite keeps a copy of each page
-- that the statement touches. What goes is counted by the triggers as before, since much of it goes with its article.
DROP TRIGGER article_label_came;
DROP TRIGGER signature_came;
