-- Moments are unix seconds, deadlines whole minutes (T75), 0 is nobody where a column says so; NULL is
-- "none".
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
