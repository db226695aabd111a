-- Sources of the network: when each is asked again, and what it wants to be given back. Times are seconds since 1970.
CREATE TABLE poll (
    source INTEGER PRIMARY KEY REFERENCES source,
    -- The user typed the address himself, so that it may lie in his own network.
    typed INTEGER NOT NULL DEFAULT 0,
    -- The address that gave the marks of the version.
    validated TEXT NOT NULL DEFAULT '',
    etag BLOB,
    last_modified BLOB,
    asked INTEGER,
    -- Never by itself where it is NULL.
    due INTEGER DEFAULT 0,
    not_before INTEGER NOT NULL DEFAULT 0,
    failures INTEGER NOT NULL DEFAULT 0,
    moved TEXT,
    moved_since INTEGER,
    -- Until when somebody has it for himself, and the number of his process.
    leased INTEGER,
    leased_by INTEGER
);
