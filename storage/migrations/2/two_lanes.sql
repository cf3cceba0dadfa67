-- The inbox has two lanes: hints that a task may have changed, which are read together, and all else, in the
-- order it came. And notices that are told together wait here.
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
