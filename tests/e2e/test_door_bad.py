"""Bad input: at the doors, in installations, in the configuration.

Each gets a clear answer; nothing is lost, nothing leaks, and the bot goes on working.
"""
import contextlib
import http.client
import os
import pathlib
import socket
import subprocess
import tempfile
import unittest
import urllib.parse

from house import BIN, BORIS, IVAN, MARIA, House, http as ask_http

TASK = 8017
FORM = 'application/x-www-form-urlencoded'


class Doors(unittest.TestCase):
    """One house for all of them: what one test leaves behind must not hurt the next."""

    @classmethod
    def setUpClass(cls):
        cls.house = House(install=False, relays=True, portal_options=('--bucket', 'off'))
        cls.house.__enter__()
        cls.addClassCleanup(cls.house.__exit__)
        cls.seen = []
        cls.house.to_bot.listener = cls.seen.append
        cls.house.install()
        cls.house.act(IVAN, 'comment', task=8019, text='Позвоню завтра')
        cls.house.say(IVAN, '/help')
        cls.house.quiet()
        event = next(each for each in cls.seen if each.startswith('POST /event/'))
        cls.path = event.split(' ')[1]
        cls.token = cls.house.control('state')['applicationToken']
        cls.member = cls.house.control('state')['memberId']

    def tearDown(self):
        self.house.quiet()
        self.assertEqual(self.house.readiness()['given_up'], 0)

    def post(self, path, body, content_type=FORM):
        return ask_http(self.house.bot_url + path, body if isinstance(body, bytes) else body.encode(), content_type, raw=True)

    def event(self, name='ONTASKUPDATE', token=None, member=None, **data):
        pairs = {'event': name, 'auth[application_token]': self.token if token is None else token,
                 'auth[member_id]': self.member if member is None else member, **data}
        return urllib.parse.urlencode(pairs)

    def said(self, text, message):
        """The event of a message of Мария's, as the portal writes it. `text` is percent-encoded already."""
        return self.event('ONIMBOTV2MESSAGEADD', **{
            'data[bot][id]': self.house.bot_id(), 'data[message][id]': message, 'data[message][authorId]': MARIA,
            'data[user][id]': MARIA, 'data[user][bot]': 'false', 'data[chat][dialogId]': MARIA,
            'data[chat][type]': 'private'}) + '&data[message][text]=' + text

    # ---- Where nobody lives.

    def test_unknown_paths_are_not_found(self):
        base = self.path.rsplit('/', 1)[0]
        for path in ('/', '/event', base + '/', base + '/guess', self.path + '/', self.path + 'x', self.path[:-1], '/metrics',
                     '/install/', '/INSTALL', '//install', '/../install', '/%69nstall', '/control/state', '/guard.db', '/.env'):
            for method in ('GET', 'POST', 'PUT', 'DELETE', 'OPTIONS'):
                with self.subTest(path=path, method=method):
                    status, body = self.request(method, path)
                    self.assertEqual(status, 404)
                    self.assertNotIn(self.path.encode(), body)

    def test_nothing_changes_by_get(self):
        for path in (self.path, self.path + '?' + self.event(), '/install?' + self.event('ONAPPINSTALL')):
            with self.subTest(path=path[:20]):
                self.assertEqual(self.request('GET', path)[0], 404)

    def test_no_answer_tells_the_path_of_the_event_door(self):
        self.assertGreaterEqual(len(self.path.rsplit('/', 1)[1]), 22)
        for path in ('/healthz', '/readyz', '/', '/event/'):
            self.assertNotIn(self.path.encode(), self.request('GET', path)[1])
        with House(portal_options=('--bucket', 'off'), relays=True, install=False) as other:
            seen = []
            other.to_bot.listener = seen.append
            other.install()
            other.say(IVAN, '/help')
            other.quiet()
            theirs = next(each for each in seen if each.startswith('POST /event/')).split(' ')[1]
            self.assertNotEqual(theirs, self.path, 'each house has its own')

    def request(self, method, path, body=None, headers=None):
        line = http.client.HTTPConnection('127.0.0.1', self.house.bot_port, timeout=20)
        with contextlib.closing(line):
            line.request(method, path, body, headers or {})
            answer = line.getresponse()
            return answer.status, answer.read()

    # ---- Events of strangers.

    def test_an_event_proves_where_it_comes_from(self):
        before = self.house.readiness()
        seen = self.house.last_id(MARIA)
        for name, body in {
                'wrong token': self.event(token='0' * 32), 'no token': self.event(token=''),
                'token with more': self.event(token=self.token + '0'), 'token cut': self.event(token=self.token[:-1]),
                'unknown member': self.event(member='f' * 32), 'member cut': self.event(member=self.member[:-1]),
                'empty': '', 'no event': 'a=b', 'uninstall': self.event('ONAPPUNINSTALL', token='guess'),
                'token as a list': self.event(token='') + '&auth[application_token][]=' + self.token,
                'a message': self.event('ONIMBOTV2MESSAGEADD', token='guess', **{'data[message][text]': '/help'})}.items():
            with self.subTest(name):
                status, answer = self.post(self.path, body)
                self.assertEqual(status, 403)
                self.assertNotIn(self.token.encode(), answer)
        after = self.house.readiness()
        self.assertEqual((after['requests'], after['ready']), (before['requests'], True), 'nobody was believed')
        self.assertEqual(self.house.last_id(MARIA), seen)

    # ---- Bodies that are too much.

    def test_bodies_that_are_too_much_or_nonsense(self):
        good = self.event()
        deep = good + '&data' + '[a]' * 1000 + '=1'
        many = good + ''.join(f'&data[x][{k}]=1' for k in range(6000))
        bodies = {
            'brackets': (deep, FORM, 400), 'pairs': (many, FORM, 400),
            'json brackets': ('[' * 1000 + ']' * 1000, 'application/json', 400),
            'json objects': ('{"a":' * 100_000 + '1' + '}' * 100_000, 'application/json', 400),
            'not closed': ('{"event":"ONTASKUPDATE"', 'application/json', 400),
            'no object': ('"ONTASKUPDATE"', 'application/json', 400),
            'multipart': (good, 'multipart/form-data; boundary=x', 400),
            'broken json text': (b'{"event":"\xff\xfe"}', 'application/json', None),
        }
        for name, (body, content_type, expected) in bodies.items():
            with self.subTest(name):
                status, answer = self.post(self.path, body, content_type)
                self.assertIn(status, [expected] if expected else [400, 403])
                self.assertLess(len(answer), 300)

    def test_twenty_megabytes(self):
        for path in (self.path, '/install', '/nowhere'):
            with self.subTest(path=path[:8]):
                self.assertEqual(self.post(path, b'a=' + b'x' * 20_000_000)[0], 413)

    def test_headers_without_end_and_broken_requests(self):
        for name, (raw, status) in {
                'long header': (b'GET /healthz HTTP/1.1\r\nHost: x\r\nX: ' + b'y' * 100_000 + b'\r\n\r\n', b'431'),
                'many headers': (b'GET /healthz HTTP/1.1\r\nHost: x\r\n' + b'X-Y: z\r\n' * 5000 + b'\r\n', b'431'),
                'no host': (b'GET /healthz HTTP/1.1\r\n\r\n', b'400'),
                'nonsense': (b'\x16\x03\x01\x02\x00\x01\x00\r\n\r\n', b'400'),
                'two lengths': (b'POST /install HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd', b'400'),
                'length and chunks': (b'POST /install HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked'
                                      b'\r\n\r\n0\r\n\r\n', b'400'),
                'negative length': (b'POST /install HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n', b'400'),
                'an address of elsewhere': (b'GET http://evil.example/healthz HTTP/1.1\r\nHost: evil.example\r\n\r\n', b'400')}.items():
            with self.subTest(name), socket.create_connection(('127.0.0.1', self.house.bot_port), timeout=20) as line:
                with contextlib.suppress(OSError):   # it may have heard enough before the end
                    line.sendall(raw)
                answer = line.recv(4096)
                self.assertTrue(answer.startswith(b'HTTP/1.1 ' + status), answer[:80])

    # ---- Genuine events with nonsense in them: a portal's mistake must not be the bot's end.

    def test_nonsense_from_the_portal_itself(self):
        for name, data in {
                'no task': {}, 'task 0': {'data[FIELDS_AFTER][ID]': '0'}, 'a task nobody has': {'data[FIELDS_AFTER][ID]': '99999999'},
                'a negative task': {'data[FIELDS_AFTER][ID]': '-8017'}, 'a word': {'data[FIELDS_AFTER][ID]': 'abc'},
                'a task beyond 64 bits': {'data[FIELDS_AFTER][ID]': '9' * 30}, 'at the edge': {'data[FIELDS_AFTER][ID]': str(2**63 - 1)},
                'a list': {'data[FIELDS_AFTER][ID][]': '8017'}, 'an undefined one': {'data[FIELDS_AFTER]': 'undefined'},
                'an unknown event': {'event': 'ONSOMETHINGNEW'}, 'a press of nobody': {'event': 'ONIMBOTV2COMMANDADD'}}.items():
            with self.subTest(name):
                status, _ = self.post(self.path, self.event(data.pop('event', 'ONTASKUPDATE'), **data))
                self.assertEqual(status, 200)
        self.house.quiet()

    def test_broken_utf8_in_a_message_is_answered(self):
        for k, text in enumerate(('%ff%fe%fd', '%c3%28', '%e2%82', '%f0%9f%98', '%ed%a0%80', '%00%00', '%')):
            with self.subTest(text=text):
                before = self.house.last_id(MARIA)
                self.assertEqual(self.post(self.path, self.said(text + '%20help', 990_000 + k))[0], 200)
                self.house.until('it is answered', lambda before=before: self.house.last_id(MARIA) > before)

    def test_other_content_types_are_read_by_their_looks(self):
        for content_type in ('text/plain', '', 'application/octet-stream', 'application/x-www-form-urlencoded; charset=windows-1251'):
            self.assertEqual(self.post(self.path, self.event(), content_type)[0], 200)

    # ---- Installations.

    def offer(self, **changes):
        auth = {'access_token': 'x' * 32, 'refresh_token': 'y' * 32, 'application_token': self.token, 'member_id': self.member,
                'client_endpoint': f'http://127.0.0.1:{self.house.to_portal.port}/rest/',
                'server_endpoint': f'http://127.0.0.1:{self.house.to_portal.port}/rest/', **changes}
        return urllib.parse.urlencode({'event': 'ONAPPINSTALL', **{f'auth[{key}]': value for key, value in auth.items()}})

    def genuine_offer(self, person=99):
        """An offer as the portal makes it, which the bot does not get to see."""
        port = self.house.to_bot.port
        caught = []
        self.house.to_bot.listener = caught.append
        self.house.to_bot.strike_at(1, 'before', lambda: None)
        with contextlib.suppress(Exception):
            self.house.control('install', {'as': person})
        self.house.to_bot.listener = lambda text: None
        body = next(each for each in caught if each.startswith('POST /install')).split('\r\n\r\n', 1)[1]
        self.assertIn(str(port), self.house.handler)
        return body

    def refused(self, body, words, status=403):
        code, answer = self.post('/install', body)
        self.assertEqual(code, status, answer)
        self.assertIn(words, answer.decode())
        self.assertEqual(self.house.readiness()['ready'], True, 'nothing changed')
        self.assertEqual(self.house.control('state')['memberId'], self.member)

    def test_an_installation_of_a_host_not_allowed(self):
        asked = self.house.readiness()['requests']
        for address in ('https://evil.example/rest/', 'http://127.0.0.1.evil.example/rest/', 'https://127.0.0.1@evil.example/rest/',
                        'https://evil.example/127.0.0.1/rest/', 'https://evil.example#@127.0.0.1/rest/', 'ftp://127.0.0.1/rest/',
                        'http://[::1]/rest/', '127.0.0.1', '', 'javascript:alert(1)', 'file:///etc/passwd'):
            with self.subTest(address):
                self.refused(self.offer(client_endpoint=address), 'allowed_hosts')
        for address in ('https://evil.example/rest/', 'http://127.0.0.1.evil.example/'):
            with self.subTest(oauth=address):
                self.refused(self.offer(server_endpoint=address), 'allowed_hosts')
        self.assertEqual(self.house.readiness()['requests'], asked, 'strangers were not even asked')

    def test_an_installation_with_a_bogus_token(self):
        self.refused(self.offer(), 'does not know the access token')

    def test_an_installation_by_somebody_who_is_no_administrator(self):
        self.refused(self.genuine_offer(MARIA), 'administrator')
        self.refused(self.genuine_offer(BORIS), 'administrator')

    def test_an_installation_of_another_portal(self):
        body = self.genuine_offer()
        self.refused(body.replace(self.member, 'e' * 32), 'another portal')

    def test_an_incomplete_installation(self):
        for key in ('access_token', 'refresh_token', 'member_id', 'application_token'):
            with self.subTest(key):
                self.refused(self.offer(**{key: ''}), 'ncomplete', 400)
        self.refused('event=ONAPPINSTALL', 'ncomplete', 400)
        self.refused('hello=world', 'neither', 400)
        self.refused('', 'neither', 400)

    def test_an_installation_page_that_lies(self):
        for query in ('DOMAIN=evil.example', 'DOMAIN=127.0.0.1%0d%0aX:y', 'DOMAIN=evil.example/127.0.0.1', 'DOMAIN='):
            code, answer = self.post('/install?PROTOCOL=1&' + query, 'AUTH_ID=' + 'x' * 32 + '&REFRESH_ID=y&member_id=z')
            self.assertIn(code, (400, 403), answer)
        self.assertEqual(self.house.readiness()['ready'], True)

    # ---- And it goes on.

    def test_z_the_bot_works_as_before(self):
        before = self.house.deadline(TASK)
        self.house.move(MARIA, TASK, self.house.days_later(TASK, 1))
        self.house.button(MARIA, 'Запросить перенос на')
        self.assertEqual(self.house.deadline(TASK), before)
        self.assertNotIn(' error ', self.house.bot_log())


class SlowClients(unittest.TestCase):
    def test_they_keep_nobody_from_being_served(self):
        with House(portal_options=('--bucket', 'off')) as house, contextlib.ExitStack() as lines:
            for k in range(600):   # more than may be connected at once
                line = lines.enter_context(socket.create_connection(('127.0.0.1', house.bot_port), timeout=20))
                if k % 3 == 1:
                    line.sendall(b'POST /install HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nevent=')
                elif k % 3 == 2:
                    line.sendall(b'GET /healthz HTTP/1.1\r\nHo')
                    line.shutdown(socket.SHUT_WR)   # half-closed
            before = house.deadline(TASK)
            house.move(MARIA, TASK, house.days_later(TASK, 1))
            house.button(MARIA, 'Запросить перенос на')
            self.assertEqual(house.deadline(TASK), before)

    def test_a_request_that_never_ends_is_ended(self):
        with House(install=False) as house, socket.create_connection(('127.0.0.1', house.bot_port), timeout=30) as line:
            line.sendall(b'POST /install HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nevent=')
            answer = line.recv(4096)
            self.assertTrue(answer == b'' or answer.startswith(b'HTTP/1.1 408'), answer)


# ---- The configuration.

GOOD = '''[server]
listen = "127.0.0.1:8080"
public_url = "https://bot.example.com"
[portal]
client_id = "local.1"
allowed_hosts = ["acme.bitrix24.ru"]
[guard]
mode = "reason"
'''
WRONG = (   # the text replaced, by what, the line, what the error says
    ('mode = "reason"', 'mode = "strict"', 8, '[guard] mode: must be observe | reason'),
    ('mode = "reason"', '', 7, '[guard] mode: is missing'),
    ('mode = "reason"', 'mode = 1', 8, '[guard] mode: must be a text'),
    ('mode = "reason"', 'mode = "reason"\nloop_limit = "many"', 9, '[guard] loop_limit: must be a whole number'),
    ('mode = "reason"', 'mode = "reason"\nloop_limit = 0', 9, '[guard] loop_limit: must be from 1 to'),
    ('mode = "reason"', 'mode = "reason"\nreason_window = "15"', 9, '[guard] reason_window: must be a duration like'),
    ('mode = "reason"', 'mode = "reason"\nexempt_users = [1, "two"]', 9, '[guard] exempt_users: must be a list of ids'),
    ('mode = "reason"', 'mode = "reason"\nexempt_user = [1]', 9, '[guard] exempt_user: unknown key; known are'),
    ('mode = "reason"', 'mode = "reason"\n[requests]\nwhile_pending = "new"', 10, '[requests] while_pending: this setting is not built yet'),
    ('mode = "reason"', 'mode = "reason"\n[requests]\nexpire_after = "2h"', 10, '[requests] expire_after: must not be shorter than'),
    ('mode = "reason"', 'mode = "reason"\n[gaurd]', 9, 'gaurd: unknown table; known are server'),
    ('mode = "reason"', 'mode = "reason', 8, 'not TOML'),
    ('mode = "reason"', 'mode = "reason"\nmode = "observe"', 9, 'not TOML'),
    ('mode = "reason"', 'mode = "reason"\n[locale]\ntime_zone = "Europe/Atlantis"', 10, '[locale] time_zone: no such time zone'),
    ('mode = "reason"', 'mode = "reason"\n[locale]\nlanguage = "de"', 10, '[locale] language: must be ru | en'),
    ('mode = "reason"', 'mode = "reason"\n[calendar]\ndays_off = ["2026-02-30"]', 10, '[calendar] days_off: "2026-02-30" is no date'),
    ('["acme.bitrix24.ru"]', '[]', 6, '[portal] allowed_hosts: names no host'),
    ('["acme.bitrix24.ru"]', '["https://acme.bitrix24.ru"]', 6, '[portal] allowed_hosts: "https://acme.bitrix24.ru" must be a host alone'),
    ('client_id = "local.1"', '', 4, '[portal] client_id: is missing'),
    ('client_id = "local.1"', 'client_id = "local.1"\nevents = "poll"', 6, '[portal] events: must be auto | push | pull'),
    ('client_id = "local.1"', 'client_id = "local.1"\npoll_interval = "0s"', 6, '[portal] poll_interval: must be at least "1s"'),
    ('"https://bot.example.com"', '"http://bot.example.com"', 3, '[server] public_url: '),
    ('"https://bot.example.com"', '"bot.example.com"', 3, '[server] public_url: must be an address like'),
    ('"127.0.0.1:8080"', '"8080"', 2, '[server] listen: must be an address and a port'),
    ('"127.0.0.1:8080"', '"127.0.0.1:99999"', 2, '[server] listen: must be an address and a port'),
    ('"127.0.0.1:8080"', '"127.0.0.1:80x"', 2, '[server] listen: must be an address and a port'),
    ('"127.0.0.1:8080"', '"example.com:8080"', 2, '[server] listen: must be an address and a port'),
    ('listen = ', 'tls_key = "key.pem"\nlisten = ', 1, '[server] tls_certificate: is missing: give both or neither'),
)


class Configuration(unittest.TestCase):
    def check(self, text, secret='s3cr3t-of-the-application', name='guard.toml'):
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder) / name
            if text is not None:
                file.write_text(text)
            env = {key: value for key, value in os.environ.items() if not key.startswith('DEADLINE_GUARD_')}
            env |= {'DEADLINE_GUARD_CLIENT_SECRET': secret} if secret else {}
            for command in ('serve', 'check-config'):   # serve last: it would go on running with a good one
                if command == 'serve' and name == 'good.toml':
                    continue
                outcome = subprocess.run([BIN / 'deadline-guard', command, '--config', file], env=env, capture_output=True, text=True,
                                         timeout=20)
                self.assertNotIn('s3cr3t', outcome.stderr + outcome.stdout)
            return outcome.returncode, outcome.stderr + outcome.stdout, str(file)

    def test_a_good_one_is_fine(self):
        self.assertEqual(self.check(GOOD, name='good.toml')[0], 0)

    def test_a_wrong_one_is_refused_naming_file_line_and_key(self):
        for old, new, line, words in WRONG:
            with self.subTest(new=new[:60]):
                self.assertEqual(GOOD.count(old), 1)
                code, said, file = self.check(GOOD.replace(old, new))
                self.assertEqual(code, 2, said)
                self.assertTrue(said.startswith(f'{file}:{line}: '), said)
                self.assertIn(words, said)
                self.assertEqual(said.count('\n'), 1, 'one line says it')

    def test_what_is_missing_outside_the_file(self):
        for text, secret, words in ((GOOD, None, 'DEADLINE_GUARD_CLIENT_SECRET'), (None, 'x', 'cannot be read'), ('', 'x', 'is missing'),
                                    ('\x00\x01', 'x', 'not TOML'), ('a' * 100_000, 'x', 'not TOML')):
            code, said, _ = self.check(text, secret)
            self.assertEqual(code, 2, said)
            self.assertIn(words, said)
            self.assertLess(len(said), 400)

    def test_a_wrong_command_line(self):
        for arguments in ([], ['serve'], ['dance'], ['check-config', '--config'], ['serve', '--config', 'x', '--log-level', 'loud']):
            outcome = subprocess.run([BIN / 'deadline-guard', *arguments], capture_output=True, text=True, timeout=20)
            self.assertEqual(outcome.returncode, 2, arguments)
            self.assertTrue(outcome.stderr + outcome.stdout)


if __name__ == '__main__':
    unittest.main(verbosity=2)
