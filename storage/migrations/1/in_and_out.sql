CREATE TABLE inbox(
    id             INTEGER PRIMARY KEY AUTOINCREMENT,
    body           TEXT NOT NULL,
    coalescing_key TEXT CHECK (coalescing_key <> ''),
    arrivals       INTEGER NOT NULL DEFAULT 1 CHECK (arrivals >= 1),
    attempts       INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    not_before     INTEGER NOT NULL DEFAULT 0,
    received_at    INTEGER NOT NULL,
    state          TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'given_up')),
    last_error     TEXT,
    CHECK (state <> 'given_up' OR last_error IS NOT NULL)
) STRICT;
CREATE INDEX inbox_waiting ON inbox(not_before, id) WHERE state = 'waiting';
CREATE UNIQUE INDEX inbox_coalesces ON inbox(coalescing_key)
    WHERE state = 'waiting' AND coalescing_key IS NOT NULL;
CREATE INDEX inbox_given_up ON inbox(received_at) WHERE state = 'given_up';

CREATE TABLE seen(
    once_key TEXT NOT NULL PRIMARY KEY CHECK (once_key <> ''),
    at       INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX seen_age ON seen(at);

CREATE TABLE outbox(
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    kind       TEXT NOT NULL CHECK (kind IN ('write_deadline', 'say', 'rewrite')),
    task       INTEGER CHECK (task > 0),
    write      INTEGER REFERENCES expected_write(id),
    dialog     TEXT CHECK (dialog <> ''),
    slot       TEXT CHECK (slot <> ''),
    uuid       TEXT CHECK (length(uuid) = 36),
    message    TEXT CHECK (message IS NULL OR json_valid(message)),
    order_key  TEXT NOT NULL GENERATED ALWAYS AS
                   (CASE kind WHEN 'write_deadline' THEN 'task:' || task ELSE 'chat:' || dialog END) STORED,
    attempts   INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    not_before INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL,
    state      TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'given_up')),
    last_error TEXT,
    CHECK (kind <> 'write_deadline' OR (task IS NOT NULL AND write IS NOT NULL AND dialog IS NULL
                                        AND slot IS NULL AND message IS NULL)),
    CHECK (kind = 'write_deadline' OR (task IS NULL AND write IS NULL AND dialog IS NOT NULL
                                       AND message IS NOT NULL)),
    CHECK ((kind = 'say') = (uuid IS NOT NULL)),
    CHECK (kind <> 'rewrite' OR slot IS NOT NULL),
    CHECK (state <> 'given_up' OR last_error IS NOT NULL)
) STRICT;
CREATE INDEX outbox_waiting ON outbox(order_key, id) WHERE state = 'waiting';
CREATE INDEX outbox_given_up ON outbox(created_at) WHERE state = 'given_up';
CREATE UNIQUE INDEX outbox_one_a_write ON outbox(write) WHERE write IS NOT NULL;
CREATE UNIQUE INDEX outbox_uuid ON outbox(uuid) WHERE uuid IS NOT NULL;
CREATE UNIQUE INDEX outbox_one_rewrite ON outbox(slot) WHERE kind = 'rewrite' AND state = 'waiting';
CREATE INDEX outbox_say_in ON outbox(slot) WHERE kind = 'say' AND slot IS NOT NULL;

CREATE TABLE sent_message(
    slot    TEXT NOT NULL PRIMARY KEY CHECK (slot <> ''),
    dialog  TEXT NOT NULL CHECK (dialog <> ''),
    message INTEGER NOT NULL CHECK (message > 0),
    bot     INTEGER NOT NULL CHECK (bot > 0),
    sent_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX sent_message_age ON sent_message(sent_at);
