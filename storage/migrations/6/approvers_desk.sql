-- What lies before an approver besides the cards, and questions to the requester. A table keeps its checks for ever:
-- the conversations are made anew to hold the new ones.
ALTER TABLE request ADD COLUMN question TEXT NOT NULL DEFAULT '';
ALTER TABLE request ADD COLUMN asked_by INTEGER NOT NULL DEFAULT 0 CHECK (asked_by >= 0);
ALTER TABLE request ADD COLUMN answer TEXT NOT NULL DEFAULT '';
CREATE TABLE approver_desk(
    person       INTEGER PRIMARY KEY CHECK (person > 0),
    listed_at    INTEGER,
    agreed       TEXT NOT NULL CHECK (json_valid(agreed)),
    agreed_until INTEGER,
    step         INTEGER NOT NULL CHECK (step >= 0),
    CHECK ((agreed = '[]') = (agreed_until IS NULL))
) STRICT;
CREATE TABLE trust(
    approver INTEGER NOT NULL CHECK (approver > 0),
    person   INTEGER NOT NULL CHECK (person > 0),
    since    INTEGER NOT NULL,
    until    INTEGER NOT NULL,
    PRIMARY KEY (approver, person),
    CHECK (approver <> person)
) STRICT, WITHOUT ROWID;

CREATE TABLE talk(
    person   INTEGER PRIMARY KEY CHECK (person > 0),
    awaiting TEXT NOT NULL CHECK (awaiting IN ('nothing', 'task', 'date', 'reason', 'words', 'confirm',
                                               'rejection_words', 'other_date', 'answer', 'inquiry',
                                               'inquiry_answer')),
    task     INTEGER NOT NULL CHECK (task >= 0),
    wanted   INTEGER CHECK (wanted % 60 = 0),
    category TEXT NOT NULL,
    words    TEXT NOT NULL,
    request  INTEGER NOT NULL CHECK (request >= 0),
    step     INTEGER NOT NULL CHECK (step >= 0),
    since    INTEGER NOT NULL,
    CHECK (awaiting <> 'confirm' OR (task > 0 AND wanted IS NOT NULL)),
    CHECK (awaiting NOT IN ('rejection_words', 'other_date', 'inquiry', 'inquiry_answer') OR request > 0)
) STRICT;
INSERT INTO talk SELECT person, awaiting, task, wanted, category, words, request, step, since FROM conversation;
DROP TABLE conversation;
ALTER TABLE talk RENAME TO conversation;
