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
