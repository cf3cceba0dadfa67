"""A whole house for a test: a fresh sandbox portal and the real bot on free ports of this machine.

    with House() as house:
        house.act(MARIA, 'deadline', task=8017, deadline=house.days_later(8017, 1))
        message = house.bot_says(MARIA, 'Запросить')

Nothing sleeps to let things happen: `until` asks again until something is so, and fails loudly when it never is.
"""
import datetime
import json
import os
import pathlib
import random
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

from relay import Relay

MARIA, IVAN, BORIS, ANNA, ADMIN, SERVICE = 27, 28, 13, 7, 1, 99
BIN = pathlib.Path(os.environ.get('GUARD_BIN', 'build/dev/bin')).resolve()
PATIENCE_S = float(os.environ.get('GUARD_PATIENCE_S', '30'))

CONFIG = '''
[server]
listen = "127.0.0.1:{bot_port}"
{reached_at}
[portal]
{access}
poll_interval = "{poll_interval}"
{pace}
[storage]
database = "guard.db"
[people]
administrators = [1]
owners = [7]
[guard]
mode = "{mode}"
{guard}
[locale]
language = "{language}"
time_zone = "Europe/Moscow"
'''


class Port:
    """One that no house of this machine has, and no outgoing connection takes while a killed bot is not there to hold it."""

    def __init__(self):
        while True:
            self.number = random.SystemRandom().randrange(12000, 32000)
            self.claim = socket.socket(socket.AF_UNIX)
            try:
                self.claim.bind(f'\0guard-house-port-{self.number}')
                with socket.socket() as probe:
                    probe.bind(('127.0.0.1', self.number))
                return
            except OSError:
                self.claim.close()

    def give_back(self):
        self.claim.close()


class Refused(Exception):
    def __init__(self, status, text):
        super().__init__(f'{status}: {text}')
        self.status, self.text = status, text


def http(url, body=None, content_type='application/json', raw=False):
    data = body if raw or body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, {'Content-Type': content_type} if data is not None else {})
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as refusal:
        with refusal:
            return refusal.code, refusal.read()


def moment(text):
    return datetime.datetime.fromisoformat(text.replace('Z', '+00:00'))


APPLICATION = '''client_id = "local.sandbox.1"
oauth_server = "{portal}"
allowed_hosts = [{hosts}]
'''
WAY = os.environ.get('GUARD_WAY', 'push')   # how the bot hears of what happens: push, pull or webhook


class House:
    def __init__(self, mode='reason', guard='', language='ru', install=True, relays=False, portal_options=(), way=None,
                 poll_interval='1s', pace='', hosts='"127.0.0.1"'):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix='guard-e2e-'))
        self.ports = [Port() for _ in range(4)]
        self.portal_port, self.bot_port, *others = [each.number for each in self.ports]
        self.portal_url = f'http://127.0.0.1:{self.portal_port}'
        self.bot_url = f'http://127.0.0.1:{self.bot_port}'
        self.config = self.folder / 'guard.toml'
        # A bot that asks for events asks less often at night: tests are the same at any time of day.
        self.portal_options = ['--at-work', 'always', *portal_options]
        self.to_portal = self.to_bot = None
        portal, handler = self.portal_url, self.bot_url
        if relays:   # so that a test sees, and may end, any exchange of the two
            self.to_portal, self.to_bot = (Relay(*ports) for ports in zip((self.portal_port, self.bot_port), others))
            portal, handler = (f'http://127.0.0.1:{each.port}' for each in (self.to_portal, self.to_bot))
            self.portal_options += ['--base', portal]
        self.handler = handler
        self.way = way or WAY
        way = self.way
        self.webhook = f'{portal}/rest/{SERVICE}/sandbox-webhook/' if way == 'webhook' else ''
        self.config.write_text(CONFIG.format(
            bot_port=self.bot_port, mode=mode, guard=guard, language=language, poll_interval=poll_interval, pace=pace,
            reached_at=f'public_url = "{handler}"' if way == 'push' else '',
            access='' if way == 'webhook' else APPLICATION.format(portal=portal, hosts=hosts)))
        self.install_at_start = install
        self.patience_s = PATIENCE_S
        self.portal = self.bot = None
        self.talks_with = None   # a bot, where the portal has several; else the one it has

    # ---- Beginning and end.

    def __enter__(self):
        try:
            command = [BIN / 'sandbox-portal', '--listen', f'127.0.0.1:{self.portal_port}', '--handler', self.handler,
                       '--client-id', 'local.sandbox.1', '--client-secret', 'sandbox-secret', *self.portal_options]
            self.portal = self.run(command, 'portal')
            self.until('the portal answers', lambda: self.alive(self.portal_url + '/'))
            self.start_bot()
            if self.install_at_start:
                self.install()
            return self
        except BaseException:
            self.__exit__()
            raise

    def __exit__(self, *_):
        for process in (self.bot, self.portal):
            if process and process.poll() is None:
                process.kill()
                process.wait()
        for relay in (self.to_portal, self.to_bot):
            if relay:
                relay.close()
        for port in self.ports:
            port.give_back()
        if os.environ.get('GUARD_KEEP'):
            print('kept:', self.folder)
        else:
            shutil.rmtree(self.folder, ignore_errors=True)

    def run(self, command, log, **how):
        with open(self.folder / f'{log}.log', 'ab') as out:
            return subprocess.Popen(command, **{'stdout': out, 'stderr': subprocess.STDOUT, **how})

    def start_bot(self, wait=True, log='bot', **how):
        how['env'] = {**os.environ, 'DEADLINE_GUARD_CLIENT_SECRET': 'sandbox-secret',
                      'DEADLINE_GUARD_WEBHOOK': self.webhook, **how.get('env', {})}
        self.bot = self.run([BIN / 'deadline-guard', 'serve', '--config', self.config], log, **how)
        if wait:
            self.until('the bot is alive', lambda: self.alive(self.bot_url + '/healthz'))

    def kill_bot(self):
        """As kill -9 does: nothing is finished, nothing is said."""
        self.bot.send_signal(signal.SIGKILL)
        self.bot.wait()

    def stop_bot(self):
        """SIGTERM; gives the exit code and the seconds it took."""
        began = time.monotonic()
        self.bot.send_signal(signal.SIGTERM)
        code = self.bot.wait(timeout=20)
        return code, time.monotonic() - began

    def restart_bot(self):
        self.kill_bot()
        self.start_bot()
        self.until_ready()

    def install(self):
        if self.way != 'webhook':
            self.control('install', {})
        self.until_ready()
        self.settle()

    def until_ready(self):
        self.until('the bot is ready', lambda: http(self.bot_url + '/readyz')[0] == 200)

    def doctor(self):
        """The exit code and what `deadline-guard doctor` says."""
        run = subprocess.run([BIN / 'deadline-guard', 'doctor', '--config', self.config], capture_output=True, text=True, timeout=60,
                             env={'DEADLINE_GUARD_CLIENT_SECRET': 'sandbox-secret', 'DEADLINE_GUARD_WEBHOOK': self.webhook})
        return run.returncode, run.stdout + run.stderr

    def bot_log(self):
        return (self.folder / 'bot.log').read_text(errors='replace')

    @staticmethod
    def alive(url):
        try:
            return http(url)[0] == 200
        except OSError:
            return False

    # ---- Asking the portal, as people and as its administrator.

    def ask(self, path, body=None):
        status, answer = http(self.portal_url + path, body)
        if status >= 400:
            raise Refused(status, answer.decode(errors='replace'))
        return json.loads(answer or b'{}')

    def act(self, user, do, **what):
        return self.ask('/page/act', {'user': user, 'do': do, **what})

    def control(self, what, body=None):
        return self.ask('/control/' + what, body)

    def view(self, user):
        return self.ask(f'/page/state?user={user}')

    def bot_id(self):
        return self.talks_with or self.view(ADMIN)['app']['bot']

    def task(self, task, user=ADMIN):
        everything = self.control('state')['tasks']
        return next(each for each in everything if int(each['id']) == task)

    def deadline(self, task):
        due = self.task(task)['deadline']
        return due if due is None else moment(due)

    def days_later(self, task, days, time_of_day=None):
        """A working day that many days after the task's deadline, as the page writes it."""
        when = self.deadline(task) + datetime.timedelta(days=days)
        while when.weekday() > 4:
            when += datetime.timedelta(days=1)
        return when.astimezone(datetime.timezone.utc).strftime('%Y-%m-%dT%H:%M:%SZ')

    def move(self, user, task, to):
        self.act(user, 'deadline', task=task, deadline=to)
        return None if to is None else moment(to)

    # ---- The chat with the bot.

    def bot_messages(self, user, dialog=None):
        now = self.view(user)
        bot = self.talks_with or now['app']['bot']
        for chat in now['chats']:
            if (chat['private'] and chat['peer'] == bot) if dialog is None else chat['dialog'] == dialog:
                return [each for each in chat['messages'] if each['authorId'] == bot and not each['deleted']]
        return []

    def say(self, user, text, dialog=None):
        return self.act(user, 'say', dialog=dialog or str(self.bot_id()), text=text)

    def button(self, user, label, after=0):
        """The newest message of the bot (with an id above `after`) that has a button beginning with `label`."""
        def find():
            for message in reversed(self.bot_messages(user)):
                for index, each in enumerate(message['keyboard'] or []):
                    if message['id'] > after and (each.get('text') or '').startswith(label):
                        return message, index
        return self.until(f'the button «{label}» for {user}', find)

    def has_button(self, user, label):
        return any((each.get('text') or '').startswith(label) for message in self.bot_messages(user)
                   for each in message['keyboard'] or [])

    def press(self, user, label, after=0):
        message, index = self.button(user, label, after)
        self.act(user, 'press', message=message['id'], button=index)
        return message

    def bot_says(self, user, words, after=0):
        """Waits for a message of the bot that holds these words."""
        def find():
            return next((each for each in reversed(self.bot_messages(user)) if each['id'] > after and words in each['text']), None)
        return self.until(f'the bot says «{words}» to {user}', find)

    def last_id(self, user):
        return max((each['id'] for each in self.bot_messages(user)), default=0)

    # ---- Waiting.

    def until(self, what, find):
        end = time.monotonic() + self.patience_s
        while True:
            try:
                found = find()
            except OSError:
                found = None
            if found:
                return found
            if time.monotonic() > end:
                raise AssertionError(f'never happened within {self.patience_s:.0f} s: {what}\n' + self.last_words())
            time.sleep(0.02)

    def settle(self):
        """Until nothing is under way any more: events delivered or asked for, inbox and outbox empty."""
        self.be_polled()
        def idle():
            before = self.bot_is_idle()
            return before is not None and self.control('idle')['idle'] and self.bot_is_idle() == before
        self.until('the house is idle', idle)

    def be_polled(self):
        """Where the bot asks for events: until it has asked after now. A bot that was killed is started again."""
        if self.way == 'push':
            return
        first = None

        def polled():
            nonlocal first
            self.revive()
            now = self.readiness()['polls']
            first = now if first is None else min(first, now)   # fewer: it was killed and began anew
            return now >= first + 2
        self.until('the bot asks for events', polled)

    def bot_is_idle(self):
        """The number of requests it made so far when nothing waits in it, else nothing."""
        status, body = http(self.bot_url + '/readyz')
        state = json.loads(body)
        idle = status == 200 and state['portal'] == 'fine' and not state['inbox'] + state['outbox'] + state['under_way']
        return state['requests'] - state['polls'] if idle else None

    def readiness(self):
        return json.loads(http(self.bot_url + '/readyz')[1])

    def revive(self):
        """Starts a bot that was killed again."""
        if self.bot.poll() is not None:
            assert self.bot.returncode == -signal.SIGKILL, f'the bot ended by itself: {self.bot.returncode}\n' + self.last_words()
            self.start_bot(wait=False)

    def quiet(self):
        """Until nothing moves any more; a bot that was killed is started again."""
        self.be_polled()

        def quiet():
            self.revive()
            before = self.bot_is_idle()
            return before is not None and self.control('idle')['idle'] and self.bot_is_idle() == before
        self.until('all is quiet', quiet)

    def last_words(self):
        out = []
        for log in sorted(self.folder.glob('*.log')):
            out.append(f'--- {log.name}\n' + '\n'.join(log.read_text(errors='replace').splitlines()[-40:]))
        return '\n'.join(out)
