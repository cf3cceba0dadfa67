"""The bot is killed, starved, lied to and interrupted. The story ends as if nothing had happened.

GUARD_SEED repeats a round of random kills; GUARD_ROUNDS lives more of them.
"""
import collections
import concurrent.futures
import contextlib
import os
import random
import re
import resource
import signal
import socket
import sqlite3
import subprocess
import threading
import unittest

from house import BIN, IVAN, MARIA, House, Port, http
from people import STEPS, TASK, Story, difference

SEED = int(os.environ.get('GUARD_SEED', '20261123'))
ROUNDS = int(os.environ.get('GUARD_ROUNDS', '24'))
AT_ONCE = 16   # houses: they wait for the disk, for each other and for their own pace more than they work
AT_ONCE_IN_OUTAGES = 15
FAST = ('--bucket', 'off')

expected = None   # what everybody has after an undisturbed story
exchanges = {}    # how many HTTP exchanges it takes: requests to the portal, events to the bot


def setUpModule():
    global expected
    with House(install=False, relays=True, portal_options=FAST) as house:
        for relay in (house.to_portal, house.to_bot):
            relay.strike_at(0, '', None)
        expected = Story(house).live()
        exchanges.update(to_portal=house.to_portal.count(), to_bot=house.to_bot.count())


class Rounds(unittest.TestCase):
    at_once = AT_ONCE

    def all_end_right(self, plans, live):
        """Lives a round for each plan, some at a time; `live(plan)` gives what everybody has in the end."""
        failures = []

        def one(plan):
            try:
                wrong = difference(expected, live(plan))
            except Exception as trouble:   # a round that cannot be lived to its end is a failure like others
                wrong = f'{type(trouble).__name__}: {trouble}'
            if wrong:
                failures.append(f'== {plan}\n{wrong}')
        with concurrent.futures.ThreadPoolExecutor(self.at_once) as pool:
            list(pool.map(one, plans))
        print(f'{self.id().rsplit(".", 1)[-1]}: {len(plans)} rounds, {len(failures)} wrong')
        if failures:
            self.fail(f'{len(failures)} of {len(plans)} rounds ended wrong\n' + '\n\n'.join(failures[:8]))


class Kills(Rounds):
    def test_at_every_exchange_with_the_portal(self):
        """Before the portal heard of it, and after it did as asked but before the bot heard so."""
        self.kill_at_all('to_portal')

    def test_at_every_event(self):
        self.kill_at_all('to_bot')

    def kill_at_all(self, side):
        def live(plan):
            side, number, moment = plan
            with House(install=False, relays=True, portal_options=FAST) as house:
                struck = threading.Event()

                def kill():
                    struck.set()
                    house.bot.send_signal(signal.SIGKILL)
                getattr(house, side).strike_at(number, moment, kill)
                told = Story(house).live()
                assert struck.is_set(), 'nothing was killed: the round proves nothing'
                return told
        self.all_end_right([(side, number, moment) for number in range(1, exchanges[side] + 1)
                            for moment in ('before', 'after')], live)

    def test_after_every_step(self):
        def live(_):
            with House(install=False, portal_options=FAST) as house:
                return Story(house, before_step=lambda name: house.kill_bot() if name != 'install' else None,
                             after_act=lambda name: house.kill_bot()).live()
        self.all_end_right(['each step'], live)

    def test_at_random_moments(self):
        def live(seed):
            dice = random.Random(seed)
            with House(install=False, portal_options=FAST) as house:
                def perhaps_kill(_):
                    if dice.random() < 0.7:
                        threading.Timer(dice.expovariate(1 / 0.02), house.bot.kill).start()
                return Story(house, after_act=perhaps_kill).live()
        self.all_end_right([SEED + each for each in range(ROUNDS)], live)


class Downtime(unittest.TestCase):
    def test_changes_made_while_the_bot_was_down_are_found_at_its_start(self):
        with House(portal_options=FAST) as house:
            house.kill_bot()
            before = {task: house.deadline(task) for task in (TASK, 8018, 8019)}
            house.move(MARIA, TASK, house.days_later(TASK, 1))
            house.move(MARIA, TASK, house.days_later(TASK, 4))
            house.move(MARIA, 8018, house.days_later(8018, 2))
            reasoned = house.days_later(8019, 1)
            house.act(IVAN, 'comment', task=8019, text='Клиент перенёс встречу')
            stands = house.move(IVAN, 8019, reasoned)
            house.start_bot()
            house.quiet()
            self.assertEqual({task: house.deadline(task) for task in before}, {**before, 8019: stands})
            notices = [each['text'] for each in house.bot_messages(MARIA) if '/view/' in each['text']]
            self.assertEqual(len(notices), 1, 'she is told of both in one message')
            self.assertIn('2 срока', notices[0])

    def test_a_stopped_bot_misses_no_more_than_a_killed_one(self):
        with House(portal_options=FAST) as house:
            self.assertEqual(house.stop_bot()[0], 0)
            before = house.deadline(TASK)
            house.move(MARIA, TASK, house.days_later(TASK, 1))
            house.start_bot()
            house.quiet()
            self.assertEqual(house.deadline(TASK), before)


class Faults(Rounds):
    at_once = AT_ONCE_IN_OUTAGES
    KINDS = ('drop_before', 'drop_after', 'http_502', 'html', 'slow', 'expired_token', 'query_limit', 'empty',
             'error:INTERNAL_SERVER_ERROR', 'error:CONNECTION_ERROR')

    def live_with(self, faults, at_step='move'):
        with House(install=False, portal_options=FAST) as house:
            def plan(name):
                if name == at_step:
                    house.control('faults', faults)
            return Story(house, before_step=plan).live()

    def test_of_the_portal_while_it_is_asked(self):
        methods = ('tasks.task.update', 'imbot.v2.Chat.Message.send', 'imbot.v2.Chat.Message.update', 'batch')
        self.all_end_right([(method, kind) for method in methods for kind in self.KINDS], lambda plan: self.live_with(
            {'rest': [{'method': plan[0], 'kind': plan[1], 'times': 1, 'delay_ms': 300}]}))

    def test_of_the_portal_while_the_bot_settles_in(self):
        methods = ('imbot.v2.Bot.register', 'event.bind', 'user.get', 'tasks.task.list', 'batch')
        self.all_end_right([(method, kind) for method in methods for kind in ('drop_before', 'drop_after', 'html')],
                           lambda plan: self.live_with({'rest': [{'method': plan[0], 'kind': plan[1]}]}, 'install'))

    def test_of_the_events_way(self):
        """Taps that are lost are made again; a lost event of a task is what the sweep is for (see Downtime)."""
        self.all_end_right([('ask', {'lose': 3}), ('move', {'delay_ms': 150}), ('move', {'reorder': 2})],
                           lambda plan: self.live_with({'events': plan[1]}, plan[0]))

    def test_of_events_that_come_twice(self):
        """A tap that comes twice is a second tap, and is told so: one answer more, and nothing else."""
        told = self.live_with({'events': {'repeat': 40, 'reorder': 2}})
        self.assertEqual({**told, 'chats': 0}, {**expected, 'chats': 0})
        for who, messages in expected['chats'].items():
            count = collections.Counter(text.split('\n')[0] for text, _ in told['chats'][who])
            for text, _ in messages:
                self.assertEqual(count[text.split('\n')[0]], 1, text)
            self.assertLessEqual(len(told['chats'][who]), 2 * len(messages))

    def test_tokens_that_expire(self):
        def live(step):
            with House(install=False, portal_options=FAST) as house:
                told = Story(house, before_step=lambda name: name == step and house.control('expire_tokens', {})).live()
                assert 'tokens_renewed' in house.bot_log()
                return told
        self.all_end_right(STEPS, live)

    def test_a_bot_killed_while_it_renews_its_tokens(self):
        """Before: nobody noticed. After: the pair is spent and the new one lost; an installation anew heals it."""
        def live(moment):
            with House(install=False, relays=True, portal_options=FAST) as house:
                def expire(name):
                    if name == 'ask':
                        house.control('expire_tokens', {})
                        house.to_portal.strike_at(2, moment, lambda: house.bot.send_signal(signal.SIGKILL))

                def heal(name):
                    if name == 'ask':
                        house.until('the bot is killed', lambda: house.bot.poll() is not None)
                        house.start_bot()
                    if name == 'ask' and moment == 'after':
                        house.until('it says what it needs', lambda: house.readiness()['access'] == 'must_authorize_again')
                        house.control('install', {})
                return Story(house, before_step=expire, after_act=heal).live()
        self.all_end_right(['before', 'after'], live)


class Stopping(unittest.TestCase):
    PROMISED_S = 5

    def test_idle(self):
        with House(portal_options=FAST) as house:
            code, seconds = house.stop_bot()
            self.assertEqual(code, 0, house.last_words())
            self.assertLess(seconds, self.PROMISED_S)

    def test_before_it_is_installed(self):
        with House(install=False) as house:
            code, seconds = house.stop_bot()
            self.assertEqual(code, 0, house.last_words())
            self.assertLess(seconds, self.PROMISED_S)

    def stop_while_sending(self, delay_ms):
        with House(portal_options=FAST) as house:
            house.control('faults', {'rest': [{'method': 'imbot.v2.Chat.Message.send', 'kind': 'slow', 'delay_ms': delay_ms}]})
            house.say(MARIA, '/help')
            house.until('it is sending', lambda: house.readiness()['under_way'] > 0)
            code, seconds = house.stop_bot()
            self.assertEqual(code, 0, house.last_words())
            self.assertLess(seconds, self.PROMISED_S)
            house.control('faults', {})
            house.start_bot()
            house.quiet()
            answers = [each['text'] for each in house.bot_messages(MARIA)]
            self.assertEqual(len(answers), len(set(answers)), answers)
            self.assertEqual(len(answers), 2, 'the greeting and the answer')
            return house.bot_log()

    def test_what_is_in_hand_is_finished(self):
        log = self.stop_while_sending(500).split(' stopping')[1].split('listening')[0]
        self.assertIn('message_sent', log)

    def test_but_not_for_ever(self):
        self.stop_while_sending(30_000)

    def test_while_somebody_talks_slowly_at_the_door(self):
        with House(portal_options=FAST) as house, socket.create_connection(('127.0.0.1', house.bot_port)) as slow:
            slow.sendall(b'POST /install HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nab')
            self.assertEqual(house.readiness()['ready'], True)
            code, seconds = house.stop_bot()
            self.assertEqual(code, 0, house.last_words())
            self.assertLess(seconds, self.PROMISED_S)


class Database(unittest.TestCase):
    def refused(self, house, words, code, config=None, **environment):
        """A start that ends at once with that code and these words."""
        env = {**os.environ, 'DEADLINE_GUARD_CLIENT_SECRET': 'sandbox-secret', **environment}
        outcome = subprocess.run([BIN / 'deadline-guard', 'serve', '--config', config or house.config], env=env, timeout=20,
                                 capture_output=True, text=True)
        self.assertEqual(outcome.returncode, code, outcome.stderr)
        self.assertIn(words, outcome.stderr)
        self.assertLessEqual(outcome.stderr.strip().count('\n'), 1, outcome.stderr)

    def test_two_bots_on_one_database(self):
        with House(portal_options=FAST) as house:
            second = house.folder / 'second.toml'
            second.write_text(house.config.read_text().replace(f'"127.0.0.1:{house.bot_port}"', f'"127.0.0.1:{Port().number}"'))
            self.refused(house, 'another deadline-guard is running', 1, second)
            before = house.deadline(TASK)
            house.move(MARIA, TASK, house.days_later(TASK, 1))
            house.quiet()
            self.assertEqual(house.deadline(TASK), before, 'the first goes on')

    def test_two_bots_at_one_door(self):
        with House(portal_options=FAST) as house:
            second = house.folder / 'second.toml'
            second.write_text(house.config.read_text().replace('guard.db', 'second.db'))
            self.refused(house, str(house.bot_port), 1, second)

    def test_of_a_newer_version_or_of_somebody_else(self):
        with House(portal_options=FAST) as house:
            self.assertEqual(house.stop_bot()[0], 0)
            file = house.folder / 'guard.db'
            with contextlib.closing(sqlite3.connect(file)) as db:
                version = db.execute('PRAGMA user_version').fetchone()[0]
                db.execute(f'PRAGMA user_version = {version + 1}')
            kept = file.read_bytes()
            self.refused(house, 'newer version', 1)
            self.assertEqual(file.read_bytes(), kept, 'a newer database is not touched')
            file.write_bytes(b'These are my notes, not a database. ' * 200)
            self.refused(house, 'guard.db', 1)
            file.unlink()
            with contextlib.closing(sqlite3.connect(file)) as db:
                db.execute('CREATE TABLE recipes(name)')
            self.refused(house, 'guard.db', 1)

    def test_with_another_key(self):
        with House(portal_options=FAST) as house:
            self.assertEqual(house.stop_bot()[0], 0)
            self.refused(house, 'key', 2, DEADLINE_GUARD_KEY='0' * 64)
            house.start_bot()
            house.quiet()

    def test_log_names_no_secret(self):
        with House(relays=True, portal_options=FAST) as house:
            secrets = {'sandbox-secret'}
            watch(house.to_portal, secrets)
            watch(house.to_bot, secrets)
            house.control('install', {})
            house.quiet()
            house.control('expire_tokens', {})
            for kind in set(Faults.KINDS) - {'expired_token'}:   # one renewal a minute is all a bot may ask for
                house.control('faults', {'rest': [{'method': 'imbot.v2.Chat.Message.send', 'kind': kind, 'delay_ms': 50}]})
                house.say(MARIA, '/my')
                house.quiet()
            guessed = b'event=ONTASKUPDATE&auth[application_token]=guessed-token-guessed'
            url = house.bot_url + next(each for each in secrets if each.startswith('/event/'))
            self.assertEqual(http(url, guessed, 'application/x-www-form-urlencoded', raw=True)[0], 403)
            house.restart_bot()
            house.quiet()
            secrets.add(house.control('state')['applicationToken'])
            secrets.add((house.folder / 'guard.db.key').read_text().strip())
            self.assertGreater(len(secrets), 8, 'tokens and paths were seen')
            log = house.bot_log()
            self.assertIn('tokens_renewed', log)
            for secret in secrets | {'guessed-token-guessed'}:
                self.assertNotIn(secret, log)


def watch(relay, secrets):
    """Gathers the secrets that pass: tokens in bodies and addresses, and the path of the event door."""
    def see(text):
        for name in ('access_token', 'refresh_token', 'auth', 'application_token'):
            secrets.update(re.findall(rf'(?:^|[^a-z]){name}(?:"|%5D|\])?[=:]"?([0-9a-zA-Z]{{20,}})', text))
        secrets.update(re.findall(r'POST (/event/[^ ]+)', text))
    relay.listener = see


class FullDisk(unittest.TestCase):
    """What cannot be kept is answered 503, which the portal takes for not delivered; with room again all goes on."""

    def live_through(self, house, fill, make_room):
        before = house.deadline(TASK)
        fill()
        wanted = house.move(MARIA, TASK, house.days_later(TASK, 1))
        self.assertTrue(house.control('idle')['idle'])
        house.say(MARIA, '/help')
        self.assertTrue(house.control('idle')['idle'])
        statuses = [each['status'] for each in house.ask('/control/log') if each['kind'] == 'delivery'][-2:]
        self.assertEqual(statuses, [503, 503])
        self.assertIsNone(house.bot.poll(), house.last_words())
        self.assertEqual(house.deadline(TASK), wanted, 'nothing was decided')
        make_room()
        house.say(MARIA, '/help')   # the person says it again; the move is for the bot to find
        house.until('the deadline is put back', lambda: house.deadline(TASK) == before)
        house.quiet()
        texts = [each['text'] for each in house.bot_messages(MARIA)]
        self.assertEqual(len(texts), len(set(texts)), texts)
        self.assertEqual(len(texts), 3, 'greeting, notice, help')

    def test_by_a_limit(self):
        with House(install=False, portal_options=FAST) as house:
            house.kill_bot()
            log = house.run(['cat'], 'bot', stdin=subprocess.PIPE)   # the limit must not silence the log, which is a file too
            house.start_bot(stdout=log.stdin, preexec_fn=lambda: signal.signal(signal.SIGXFSZ, signal.SIG_IGN))
            log.stdin.close()
            house.install()

            def limit(size):
                resource.prlimit(house.bot.pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
            try:
                self.live_through(house, lambda: limit(0), lambda: limit(resource.RLIM_INFINITY))
            finally:
                house.kill_bot()
                log.wait()

    @unittest.skipUnless(os.geteuid() == 0, 'mounting a small disk needs root')
    def test_of_a_small_disk(self):
        with House(install=False, portal_options=FAST) as house:
            house.kill_bot()
            small = house.folder / 'small'
            small.mkdir()
            if subprocess.run(['mount', '-t', 'tmpfs', '-o', 'size=2m', 'none', small], capture_output=True).returncode:
                self.skipTest('this machine lets nobody mount a small disk')
            try:
                house.config.write_text(house.config.read_text().replace('"guard.db"', '"small/guard.db"'))
                house.start_bot()
                house.install()
                filler = small / 'filler'

                def fill():
                    with open(filler, 'wb', buffering=0) as out, contextlib.suppress(OSError):
                        while True:
                            out.write(bytes(512))
                self.live_through(house, fill, filler.unlink)
            finally:
                house.kill_bot()
                subprocess.run(['umount', small], check=True)


if __name__ == '__main__':
    unittest.main(verbosity=2)
