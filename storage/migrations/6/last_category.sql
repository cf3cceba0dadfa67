-- The reason a person gave last is offered first.
CREATE INDEX journal_last_category ON journal(person, id) WHERE kind IN ('requested', 'answered');
