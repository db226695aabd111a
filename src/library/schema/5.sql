-- Signatures have another form: what was counted by the old ones goes with them, and all are made anew.
DROP TRIGGER signature_went;
DELETE FROM signature;
CREATE TRIGGER signature_went AFTER DELETE ON signature BEGIN
    INSERT INTO frequency_change (articles, vector) VALUES (-1, old.vector);
END;
DELETE FROM frequency_change;
UPDATE frequency SET articles = 0, data = x'',
    folded = (SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'frequency_change');
