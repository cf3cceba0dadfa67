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
