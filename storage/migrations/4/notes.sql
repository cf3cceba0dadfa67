-- Notes in the discussions of tasks. A table keeps its checks for ever: the outbox is made anew to hold them.
CREATE TABLE note(
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    task       INTEGER NOT NULL CHECK (task > 0),
    chat       INTEGER NOT NULL CHECK (chat >= 0),
    text       TEXT NOT NULL CHECK (text <> ''),
    decided_at INTEGER NOT NULL,
    remark     TEXT CHECK (remark <> '')
) STRICT;
CREATE INDEX note_of_task ON note(task);
CREATE INDEX note_age ON note(decided_at);

DROP TRIGGER outbox_head_comes;
DROP TRIGGER outbox_head_goes;
DROP TRIGGER outbox_head_is_given_up;
ALTER TABLE outbox RENAME TO outbox_before;
CREATE TABLE outbox(
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    kind       TEXT NOT NULL CHECK (kind IN ('write_deadline', 'say', 'rewrite', 'note')),
    task       INTEGER CHECK (task > 0),
    write      INTEGER REFERENCES expected_write(id),
    note       INTEGER REFERENCES note(id),
    dialog     TEXT CHECK (dialog <> ''),
    slot       TEXT CHECK (slot <> ''),
    uuid       TEXT CHECK (length(uuid) = 36),
    message    TEXT CHECK (message IS NULL OR json_valid(message)),
    order_key  TEXT NOT NULL GENERATED ALWAYS AS
                   (CASE kind WHEN 'write_deadline' THEN 'task:' || task
                              WHEN 'note' THEN 'note:' || task ELSE 'chat:' || dialog END) STORED,
    attempts   INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    not_before INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL,
    state      TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'given_up')),
    last_error TEXT,
    head       INTEGER NOT NULL DEFAULT 0 CHECK (head IN (0, 1)),
    CHECK ((kind IN ('write_deadline', 'note')) = (task IS NOT NULL)),
    CHECK ((kind = 'write_deadline') = (write IS NOT NULL)),
    CHECK ((kind = 'note') = (note IS NOT NULL)),
    CHECK ((kind IN ('say', 'rewrite')) = (dialog IS NOT NULL)),
    CHECK ((dialog IS NULL) = (message IS NULL)),
    CHECK (dialog IS NOT NULL OR slot IS NULL),
    CHECK ((kind = 'say') = (uuid IS NOT NULL)),
    CHECK (kind <> 'rewrite' OR slot IS NOT NULL),
    CHECK (state <> 'given_up' OR last_error IS NOT NULL)
) STRICT;
INSERT INTO outbox(id, kind, task, write, dialog, slot, uuid, message, attempts, not_before, created_at, state,
                   last_error, head)
    SELECT id, kind, task, write, dialog, slot, uuid, message, attempts, not_before, created_at, state,
           last_error, head FROM outbox_before;
DELETE FROM sqlite_sequence WHERE name = 'outbox';
UPDATE sqlite_sequence SET name = 'outbox' WHERE name = 'outbox_before';
DROP TABLE outbox_before;
CREATE INDEX outbox_waiting ON outbox(order_key, id) WHERE state = 'waiting';
CREATE INDEX outbox_given_up ON outbox(created_at) WHERE state = 'given_up';
CREATE UNIQUE INDEX outbox_one_a_write ON outbox(write) WHERE write IS NOT NULL;
CREATE UNIQUE INDEX outbox_one_a_note ON outbox(note) WHERE note IS NOT NULL;
CREATE UNIQUE INDEX outbox_uuid ON outbox(uuid) WHERE uuid IS NOT NULL;
CREATE UNIQUE INDEX outbox_one_rewrite ON outbox(slot) WHERE kind = 'rewrite' AND state = 'waiting';
CREATE INDEX outbox_say_in ON outbox(slot) WHERE kind = 'say' AND slot IS NOT NULL;
CREATE INDEX outbox_heads ON outbox((kind = 'write_deadline'), not_before, id) WHERE head = 1;
CREATE TRIGGER outbox_head_comes AFTER INSERT ON outbox
WHEN NEW.state = 'waiting' AND NOT EXISTS (SELECT 1 FROM outbox WHERE state = 'waiting'
                                           AND order_key = NEW.order_key AND id < NEW.id)
BEGIN UPDATE outbox SET head = 1 WHERE id = NEW.id; END;
CREATE TRIGGER outbox_head_goes AFTER DELETE ON outbox WHEN OLD.head = 1
BEGIN UPDATE outbox SET head = 1
    WHERE id = (SELECT min(id) FROM outbox WHERE state = 'waiting' AND order_key = OLD.order_key); END;
CREATE TRIGGER outbox_head_is_given_up AFTER UPDATE OF state ON outbox
WHEN OLD.head = 1 AND NEW.state <> 'waiting'
BEGIN
    UPDATE outbox SET head = 0 WHERE id = NEW.id;
    UPDATE outbox SET head = 1
        WHERE id = (SELECT min(id) FROM outbox WHERE state = 'waiting' AND order_key = OLD.order_key);
END;
