-- A slot may pass from one chat to another: each has its own newest text waiting.
DROP INDEX outbox_one_rewrite;
CREATE UNIQUE INDEX outbox_one_rewrite ON outbox(slot, dialog) WHERE kind = 'rewrite' AND state = 'waiting';
