-- Requests wait in working time: whom they wait for, since when, and what was done about it.
ALTER TABLE request ADD COLUMN held_since INTEGER NOT NULL DEFAULT 0;
UPDATE request SET held_since = asked_at;
ALTER TABLE request ADD COLUMN reminded INTEGER;
ALTER TABLE request ADD COLUMN went_up INTEGER;
ALTER TABLE request ADD COLUMN above INTEGER NOT NULL DEFAULT 0
    CHECK (above = 0 OR (above > 0 AND above NOT IN (requester, responsible, approver) AND went_up IS NOT NULL));
ALTER TABLE request ADD COLUMN reminded_above INTEGER CHECK (reminded_above IS NULL OR above > 0);
ALTER TABLE request ADD COLUMN remind_soon INTEGER NOT NULL DEFAULT 0 CHECK (remind_soon IN (0, 1));
CREATE INDEX request_open_above ON request(above) WHERE state IN ('pending', 'applying', 'failed');
