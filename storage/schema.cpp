#include "storage/schema.hpp"

#include <array>
#include <string>

namespace storage {
namespace {

// Moments are unix seconds, deadlines whole minutes (T75), 0 is nobody where a column says so; NULL is
// "none".
constexpr const char* portal_and_people = R"sql(
CREATE TABLE secret(
    name   TEXT NOT NULL PRIMARY KEY CHECK (name <> ''),
    sealed BLOB NOT NULL CHECK (length(sealed) >= 29)
) STRICT, WITHOUT ROWID;

CREATE TABLE portal(
    one             INTEGER PRIMARY KEY CHECK (one = 1),
    member_id       TEXT NOT NULL CHECK (member_id <> ''),
    client_endpoint TEXT NOT NULL,
    server_endpoint TEXT NOT NULL,
    token_user      INTEGER NOT NULL CHECK (token_user >= 0),
    administrator   INTEGER NOT NULL CHECK (administrator IN (0, 1)),
    bot             INTEGER NOT NULL CHECK (bot >= 0)
) STRICT;
CREATE TRIGGER portal_is_one_for_ever BEFORE UPDATE ON portal WHEN NEW.member_id <> OLD.member_id
BEGIN SELECT RAISE(ABORT, 'the database belongs to another portal'); END;
CREATE TRIGGER portal_stays BEFORE DELETE ON portal
BEGIN SELECT RAISE(ABORT, 'the database belongs to a portal'); END;

CREATE TABLE oauth(
    one        INTEGER PRIMARY KEY CHECK (one = 1),
    access     BLOB NOT NULL CHECK (length(access) >= 29),
    refresh    BLOB NOT NULL CHECK (length(refresh) >= 29),
    expires_at INTEGER NOT NULL
) STRICT;

CREATE TABLE guard(one INTEGER PRIMARY KEY CHECK (one = 1), since INTEGER NOT NULL) STRICT;
CREATE TRIGGER guard_since_is_fixed BEFORE UPDATE ON guard
BEGIN SELECT RAISE(ABORT, 'the beginning of the guard is fixed'); END;

CREATE TABLE read_up_to(name TEXT NOT NULL PRIMARY KEY, position TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE setting(
    key   TEXT NOT NULL PRIMARY KEY CHECK (key <> ''),
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE person(
    id          INTEGER PRIMARY KEY CHECK (id > 0),
    name        TEXT NOT NULL,
    first_name  TEXT NOT NULL,
    gender      TEXT NOT NULL,
    active      INTEGER NOT NULL CHECK (active IN (0, 1)),
    employee    INTEGER NOT NULL CHECK (employee IN (0, 1)),
    time_zone   TEXT NOT NULL,
    departments TEXT NOT NULL CHECK (json_valid(departments) AND json_type(departments) = 'array'),
    fetched_at  INTEGER NOT NULL
) STRICT;
CREATE TABLE department(
    id     INTEGER PRIMARY KEY CHECK (id > 0),
    name   TEXT NOT NULL,
    parent INTEGER NOT NULL CHECK (parent >= 0),
    head   INTEGER NOT NULL CHECK (head >= 0)
) STRICT;
CREATE TABLE departments_read(one INTEGER PRIMARY KEY CHECK (one = 1), at INTEGER NOT NULL) STRICT;
CREATE TABLE choice(
    person   INTEGER PRIMARY KEY CHECK (person > 0),
    language TEXT NOT NULL DEFAULT '',
    told_at  INTEGER
) STRICT;
)sql";

constexpr const char* tasks_and_requests = R"sql(
CREATE TABLE task(
    id            INTEGER PRIMARY KEY CHECK (id > 0),
    title         TEXT NOT NULL,
    responsible   INTEGER NOT NULL CHECK (responsible >= 0),
    creator       INTEGER NOT NULL CHECK (creator >= 0),
    status        INTEGER NOT NULL,
    accepted      INTEGER CHECK (accepted % 60 = 0),
    original      INTEGER CHECK (original % 60 = 0),
    settled_row   INTEGER NOT NULL CHECK (settled_row >= 0),
    moves         INTEGER NOT NULL CHECK (moves >= 0),
    moved_by      INTEGER CHECK (moved_by >= 0),
    moved_at      INTEGER,
    moved_from    INTEGER CHECK (moved_from % 60 = 0),
    earlier_moves TEXT NOT NULL CHECK (json_valid(earlier_moves) AND json_type(earlier_moves) = 'array'),
    spent_remarks TEXT NOT NULL CHECK (json_valid(spent_remarks) AND json_type(spent_remarks) = 'array'),
    reverts       TEXT NOT NULL CHECK (json_valid(reverts) AND json_type(reverts) = 'array'),
    fighting      INTEGER NOT NULL CHECK (fighting IN (0, 1)),
    missing_looks INTEGER NOT NULL CHECK (missing_looks >= 0),
    attempted     INTEGER CHECK (attempted % 60 = 0),
    attempted_by  INTEGER NOT NULL CHECK (attempted_by >= 0),
    last_verdict  TEXT NOT NULL,
    CHECK ((moved_by IS NULL) = (moved_at IS NULL)),
    CHECK (moved_by IS NOT NULL OR moved_from IS NULL)
) STRICT;
CREATE INDEX task_open_of ON task(responsible, accepted) WHERE status NOT IN (5, 7);

CREATE TABLE request(
    id              INTEGER PRIMARY KEY CHECK (id > 0),
    task            INTEGER NOT NULL CHECK (task > 0),
    requester       INTEGER NOT NULL CHECK (requester > 0),
    responsible     INTEGER NOT NULL CHECK (responsible >= 0),
    approver        INTEGER NOT NULL CHECK (approver > 0),
    approver_ground TEXT NOT NULL,
    due             INTEGER CHECK (due % 60 = 0),
    status          INTEGER NOT NULL,
    wanted          INTEGER NOT NULL CHECK (wanted % 60 = 0),
    granted         INTEGER CHECK (granted % 60 = 0),
    category        TEXT NOT NULL CHECK (category <> ''),
    words           TEXT NOT NULL,
    state           TEXT NOT NULL CHECK (state IN ('pending', 'applying', 'applied', 'failed', 'rejected',
                                                   'withdrawn', 'obsolete', 'expired')),
    card_version    INTEGER NOT NULL CHECK (card_version >= 1),
    asked_at        INTEGER NOT NULL,
    decided_at      INTEGER,
    decided_by      INTEGER NOT NULL CHECK (decided_by >= 0),
    decision_words  TEXT NOT NULL,
    move_number     INTEGER NOT NULL CHECK (move_number >= 1),
    -- nobody approves his own request, and nobody decides over his own task
    CHECK (approver <> requester AND approver <> responsible),
    CHECK (state NOT IN ('applying', 'applied') OR decided_by <> requester),
    CHECK (category <> 'other' OR words <> ''),
    CHECK (state NOT IN ('applying', 'applied', 'failed') OR granted IS NOT NULL),
    CHECK (state NOT IN ('applying', 'applied', 'failed', 'rejected') OR decided_at IS NOT NULL)
) STRICT;
CREATE UNIQUE INDEX request_one_open_a_task ON request(task) WHERE state IN ('pending', 'applying', 'failed');
CREATE INDEX request_open_for ON request(approver) WHERE state IN ('pending', 'applying', 'failed');
CREATE INDEX request_by ON request(requester, asked_at);
CREATE TRIGGER request_is_decided_once BEFORE UPDATE ON request
WHEN OLD.state IN ('applied', 'rejected', 'withdrawn', 'obsolete', 'expired') AND NEW.state <> OLD.state
BEGIN SELECT RAISE(ABORT, 'a closed request stays closed'); END;
CREATE TRIGGER request_is_of_one_task BEFORE UPDATE ON request
WHEN NEW.task <> OLD.task OR NEW.requester <> OLD.requester OR NEW.asked_at <> OLD.asked_at
BEGIN SELECT RAISE(ABORT, 'a request keeps its task, its author and its moment'); END;
CREATE TRIGGER request_card_grows BEFORE UPDATE ON request WHEN NEW.card_version < OLD.card_version
BEGIN SELECT RAISE(ABORT, 'the version of a card never falls'); END;
CREATE TRIGGER request_stays BEFORE DELETE ON request BEGIN SELECT RAISE(ABORT, 'requests are kept'); END;

CREATE TABLE expected_write(
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    task       INTEGER NOT NULL CHECK (task > 0),
    due_from   INTEGER CHECK (due_from % 60 = 0),
    due_to     INTEGER CHECK (due_to % 60 = 0),
    purpose    TEXT NOT NULL CHECK (purpose IN ('revert', 'apply', 'mend')),
    request    INTEGER REFERENCES request(id) DEFERRABLE INITIALLY DEFERRED,
    judged_row INTEGER NOT NULL CHECK (judged_row >= 0),
    decided_at INTEGER NOT NULL,
    settled_at INTEGER,
    CHECK (purpose <> 'apply' OR request IS NOT NULL)
) STRICT;
CREATE INDEX expected_write_open ON expected_write(task, id) WHERE settled_at IS NULL;
CREATE INDEX expected_write_settled ON expected_write(settled_at) WHERE settled_at IS NOT NULL;

CREATE TABLE conversation(
    person   INTEGER PRIMARY KEY CHECK (person > 0),
    awaiting TEXT NOT NULL CHECK (awaiting IN ('nothing', 'task', 'date', 'reason', 'words', 'confirm',
                                               'rejection_words', 'other_date', 'answer')),
    task     INTEGER NOT NULL CHECK (task >= 0),
    wanted   INTEGER CHECK (wanted % 60 = 0),
    category TEXT NOT NULL,
    words    TEXT NOT NULL,
    request  INTEGER NOT NULL CHECK (request >= 0),
    step     INTEGER NOT NULL CHECK (step >= 0),
    since    INTEGER NOT NULL,
    CHECK (awaiting <> 'confirm' OR (task > 0 AND wanted IS NOT NULL)),
    CHECK (awaiting NOT IN ('rejection_words', 'other_date') OR request > 0)
) STRICT;

CREATE TABLE binding(
    token        TEXT NOT NULL PRIMARY KEY CHECK (token <> ''),
    action       TEXT NOT NULL CHECK (action <> ''),
    recipient    INTEGER NOT NULL CHECK (recipient >= 0),
    task         INTEGER NOT NULL CHECK (task >= 0),
    request      INTEGER REFERENCES request(id) DEFERRABLE INITIALLY DEFERRED,
    card_version INTEGER NOT NULL CHECK (card_version >= 0),
    argument     TEXT NOT NULL,
    made_at      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX binding_age ON binding(made_at);
)sql";

constexpr const char* in_and_out = R"sql(
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
)sql";

constexpr const char* the_journal = R"sql(
CREATE TABLE journal(
    id         INTEGER PRIMARY KEY,
    at         INTEGER NOT NULL,
    kind       TEXT NOT NULL CHECK (kind <> '' AND kind NOT GLOB '*[^a-z_]*'),
    task       INTEGER NOT NULL,
    person     INTEGER NOT NULL,
    other      INTEGER NOT NULL,
    request    INTEGER NOT NULL,
    due_from   INTEGER,
    due_to     INTEGER,
    row        INTEGER NOT NULL,
    ground     TEXT NOT NULL,
    words      TEXT NOT NULL,
    words_code BLOB NOT NULL CHECK (length(words_code) = 32),
    code       BLOB NOT NULL CHECK (length(code) = 32)
) STRICT;
CREATE INDEX journal_at ON journal(at);
CREATE INDEX journal_of_person ON journal(person, at, kind, ground);
CREATE INDEX journal_of_task ON journal(task);
CREATE TRIGGER journal_has_no_gaps BEFORE INSERT ON journal
WHEN NEW.id IS NOT (SELECT coalesce(max(id), 0) + 1 FROM journal)
BEGIN SELECT RAISE(ABORT, 'the journal has no gaps'); END;
CREATE TRIGGER journal_is_never_changed BEFORE UPDATE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is never changed'); END;
CREATE TRIGGER journal_is_never_shortened BEFORE DELETE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is never shortened'); END;
)sql";

// What doctor tells of the portal and of a bot that does not run.
constexpr const char* findings = R"sql(
CREATE TABLE finding(
    name  TEXT NOT NULL PRIMARY KEY CHECK (name <> ''),
    value TEXT NOT NULL,
    at    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
)sql";

// The inbox has two lanes: hints that a task may have changed, which are read together, and all else, in the
// order it came. And notices that are told together wait here.
constexpr const char* two_lanes = R"sql(
ALTER TABLE inbox ADD COLUMN hint INTEGER NOT NULL
    GENERATED ALWAYS AS (coalesce(coalescing_key GLOB 'task:*', 0)) VIRTUAL;
DROP INDEX inbox_waiting;
CREATE INDEX inbox_waiting ON inbox(hint, not_before, id) WHERE state = 'waiting';
CREATE INDEX inbox_of_people ON inbox(id, not_before) WHERE state = 'waiting' AND hint = 0;

CREATE TABLE held_notice(
    person INTEGER NOT NULL CHECK (person > 0),
    task   INTEGER NOT NULL CHECK (task > 0),
    since  INTEGER NOT NULL,
    PRIMARY KEY (person, task)
) STRICT, WITHOUT ROWID;
CREATE INDEX held_notice_of_task ON held_notice(task);
)sql";

// However much waits, what is next is found at once: a row that waits is the head of its key when none is
// before it.
constexpr const char* heads = R"sql(
ALTER TABLE outbox ADD COLUMN head INTEGER NOT NULL DEFAULT 0 CHECK (head IN (0, 1));
UPDATE outbox SET head = 1
    WHERE id IN (SELECT min(id) FROM outbox WHERE state = 'waiting' GROUP BY order_key);
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
)sql";

// SQLite looks for what points to a request when one is written.
constexpr const char* pointers = R"sql(
CREATE INDEX binding_of_request ON binding(request) WHERE request IS NOT NULL;
CREATE INDEX expected_write_of_request ON expected_write(request) WHERE request IS NOT NULL;
)sql";

// A webhook does not tell whose portal it is: the host stands for it until an application does.
constexpr const char* stand_in = R"sql(
DROP TRIGGER portal_is_one_for_ever;
CREATE TRIGGER portal_is_one_for_ever BEFORE UPDATE ON portal
WHEN NEW.member_id <> OLD.member_id AND OLD.server_endpoint <> ''
BEGIN SELECT RAISE(ABORT, 'the database belongs to another portal'); END;
)sql";

// Rules differ between workgroups and change with time: a change is judged by those of its own moment.
constexpr const char* policies = R"sql(
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
)sql";

// Notes in the discussions of tasks. A table keeps its checks for ever: the outbox is made anew to hold them.
constexpr const char* notes = R"sql(
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
)sql";

// Never edited once released: a change of the schema is one more migration.
using migration = std::vector<const char*>;
const std::array<migration, 4> migrations{
    migration{portal_and_people, tasks_and_requests, in_and_out, the_journal},
    migration{findings, two_lanes, heads, pointers},
    migration{stand_in},
    migration{policies, notes},
};

}  // namespace

std::int64_t newest_schema() {
    return static_cast<std::int64_t>(migrations.size());
}

std::int64_t schema_of(connection& db) {
    const auto whose = db.integer("PRAGMA application_id");
    const auto version = db.integer("PRAGMA user_version");
    const bool empty = db.integer("SELECT count(*) FROM sqlite_schema") == 0;
    if (empty && whose == 0 && version == 0)
        return 0;
    if (whose != application_id)
        throw database_error(0, db.path() + ": this is the database of another program");
    if (version < 0 || version > newest_schema())
        throw database_error(
            0, db.path() + ": the database was written by a newer version of deadline-guard (schema " +
                   std::to_string(version) + ", this program knows schemas up to " +
                   std::to_string(newest_schema()) +
                   "); start that version, or restore a copy made before the upgrade");
    return version;
}

void migrate(connection& db) {
    for (auto version = schema_of(db); version < newest_schema(); ++version) {
        db.run("BEGIN IMMEDIATE");
        try {
            for (const auto* part : migrations.at(static_cast<std::size_t>(version)))
                db.run(part);
            db.run("PRAGMA application_id = " + std::to_string(application_id));
            db.run("PRAGMA user_version = " + std::to_string(version + 1));
            db.run("COMMIT");
        } catch (const database_error&) {
            if (db.in_transaction())
                db.run("ROLLBACK");
            throw;
        }
    }
}

}  // namespace storage
