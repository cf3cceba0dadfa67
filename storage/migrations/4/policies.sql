-- Rules differ between workgroups and change with time: a change is judged by those of its own moment.
ALTER TABLE task ADD COLUMN workgroup INTEGER NOT NULL DEFAULT 0 CHECK (workgroup >= 0);
ALTER TABLE task ADD COLUMN leeway TEXT NOT NULL DEFAULT '["",[]]' CHECK (json_valid(leeway));
CREATE TABLE told(
    person INTEGER NOT NULL CHECK (person > 0),
    about  TEXT NOT NULL,
    mode   TEXT NOT NULL CHECK (mode IN ('observe', 'reason', 'approval')),
    since  INTEGER,
    slot   TEXT CHECK (slot <> ''),
    PRIMARY KEY (person, about),
    CHECK (mode <> 'observe' OR since IS NULL)
) STRICT;
CREATE INDEX told_in ON told(slot) WHERE since IS NULL AND slot IS NOT NULL;
INSERT INTO told(person, about, mode, since) SELECT person, '', 'reason', told_at FROM choice WHERE told_at IS NOT NULL;
ALTER TABLE choice DROP COLUMN told_at;
ALTER TABLE department ADD COLUMN more_heads TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(more_heads));
ALTER TABLE department ADD COLUMN deputies TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(deputies));
ALTER TABLE request ADD COLUMN instead_of INTEGER NOT NULL DEFAULT 0 CHECK (instead_of >= 0);
CREATE TABLE policy(
    since INTEGER NOT NULL PRIMARY KEY,
    body  TEXT NOT NULL
) STRICT;

-- what the records of tasks tell of the last weeks, by person
CREATE TABLE tolerated_move(
    id     INTEGER PRIMARY KEY,
    person INTEGER NOT NULL CHECK (person >= 0),
    at     INTEGER NOT NULL,
    task   INTEGER NOT NULL CHECK (task > 0)
) STRICT;
CREATE INDEX tolerated_move_of_person ON tolerated_move(person, at, task);
CREATE INDEX tolerated_move_of_task ON tolerated_move(task);
CREATE INDEX tolerated_move_age ON tolerated_move(at);
CREATE INDEX journal_put_back ON journal(at) WHERE kind = 'put_back';
CREATE INDEX journal_told_unapprovable ON journal(at) WHERE kind = 'told_unapprovable';

CREATE TABLE wave(
    id           INTEGER PRIMARY KEY CHECK (id > 0),
    author       INTEGER NOT NULL CHECK (author > 0),
    approver     INTEGER NOT NULL CHECK (approver > 0),
    instead_of   INTEGER NOT NULL CHECK (instead_of >= 0),
    opened_at    INTEGER NOT NULL,
    first_at     INTEGER NOT NULL,
    last_at      INTEGER NOT NULL,
    state        TEXT NOT NULL CHECK (state IN ('open', 'accepted', 'put_back', 'over')),
    card_version INTEGER NOT NULL CHECK (card_version >= 1),
    asked        INTEGER NOT NULL CHECK (asked IN (0, 1)),
    decided_by   INTEGER NOT NULL CHECK (decided_by >= 0),
    CHECK (approver <> author)
) STRICT;
CREATE UNIQUE INDEX wave_one_open_an_author ON wave(author) WHERE state = 'open';
CREATE TRIGGER wave_is_decided_once BEFORE UPDATE ON wave WHEN OLD.state <> 'open'
BEGIN SELECT RAISE(ABORT, 'a decided wave stays decided'); END;
CREATE TABLE silent_move(
    task     INTEGER PRIMARY KEY CHECK (task > 0),
    author   INTEGER NOT NULL CHECK (author >= 0),
    at       INTEGER NOT NULL,
    due_from INTEGER CHECK (due_from % 60 = 0),
    due_to   INTEGER CHECK (due_to % 60 = 0),
    ground   TEXT NOT NULL,
    words    TEXT NOT NULL,
    row      INTEGER NOT NULL CHECK (row >= 0),
    fate     TEXT NOT NULL CHECK (fate IN ('put_back', 'held', 'waits')),
    wave     INTEGER REFERENCES wave(id),
    CHECK (fate <> 'held' OR wave IS NOT NULL),
    CHECK (fate <> 'waits' OR wave IS NULL)
) STRICT;
CREATE INDEX silent_move_alone ON silent_move(author, at) WHERE wave IS NULL;
CREATE INDEX silent_move_age ON silent_move(at) WHERE wave IS NULL AND fate = 'put_back';
CREATE INDEX silent_move_waits ON silent_move(task) WHERE fate = 'waits';
CREATE INDEX silent_move_in ON silent_move(wave) WHERE wave IS NOT NULL;
CREATE TABLE pause(
    since   INTEGER NOT NULL PRIMARY KEY,
    until   INTEGER,
    person  INTEGER NOT NULL CHECK (person > 0),
    is_over INTEGER NOT NULL CHECK (is_over IN (0, 1)),
    CHECK (is_over = 0 OR until IS NOT NULL)
) STRICT;

-- questions to the authors of silent moves, and what they answered
ALTER TABLE task ADD COLUMN asked TEXT CHECK (asked IS NULL OR json_valid(asked));
ALTER TABLE task ADD COLUMN answers TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(answers));
ALTER TABLE task ADD COLUMN asked_now INTEGER
    GENERATED ALWAYS AS (iif(asked ->> 'outcome' = '', asked ->> 'author', NULL)) VIRTUAL;
ALTER TABLE task ADD COLUMN asked_in TEXT GENERATED ALWAYS AS (nullif(asked ->> 'slot', '')) VIRTUAL;
CREATE INDEX task_asked_now ON task(asked_now, id) WHERE asked_now IS NOT NULL;
CREATE INDEX task_asked_in ON task(asked_in, id) WHERE asked_in IS NOT NULL;
CREATE INDEX sent_message_number ON sent_message(message);

-- called back by a pause, and perhaps on the wire
ALTER TABLE expected_write ADD COLUMN called_back INTEGER NOT NULL DEFAULT 0 CHECK (called_back IN (0, 1));
