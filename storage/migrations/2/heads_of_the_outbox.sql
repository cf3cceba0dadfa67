-- However much waits, what is next is found at once: a row that waits is the head of its key when none is
-- before it.
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
