-- A webhook does not tell whose portal it is: the host stands for it until an application does.
DROP TRIGGER portal_is_one_for_ever;
CREATE TRIGGER portal_is_one_for_ever BEFORE UPDATE ON portal
WHEN NEW.member_id <> OLD.member_id AND OLD.server_endpoint <> ''
BEGIN SELECT RAISE(ABORT, 'the database belongs to another portal'); END;
