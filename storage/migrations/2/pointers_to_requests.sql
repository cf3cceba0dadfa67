-- SQLite looks for what points to a request when one is written.
CREATE INDEX binding_of_request ON binding(request) WHERE request IS NOT NULL;
CREATE INDEX expected_write_of_request ON expected_write(request) WHERE request IS NOT NULL;
