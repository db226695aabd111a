-- A source stands in several folders: a line each, nested ones with "/" between them. They are read and written as a whole.
ALTER TABLE source RENAME COLUMN folder TO folders;
