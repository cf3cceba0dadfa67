"""What may befall a portal or the bot's place on it, met by each way in: said where people look, and once it is mended the bot goes on
by itself, has lost nothing and doubles nothing.

While it lasts Мария moves a deadline and Иван asks for help. Where the portal sends no events, Иван's words were on their way already.
GUARD_TROUBLE and GUARD_WAY live one of them alone.
"""
import concurrent.futures
import os
import unittest

from connect import connect
from door import Door
from house import BORIS, IVAN, MARIA, House

TASK = 8017
AT_ONCE = 6             # houses: they mostly wait
REQUESTS_MAX = 40       # in a trouble of some seconds: far from a storm
PATIENCE_S = 120        # a bot that is shut out asks every half minute, at the worst at both ends of the trouble
OAUTH, ALL = ('push', 'pull'), ('push', 'pull', 'webhook')


class Trouble:
    """`state` is what readiness, log and doctor call it; none: it passes by itself and nobody has to do anything."""
    ways, state, sends_events, bot_lives = ALL, None, True, True
    hosts = '"127.0.0.1", "localhost"'

    def state_in(self, way):
        return self.state

    def begin(self, house):
        raise NotImplementedError

    def end(self, house):
        raise NotImplementedError


class PortalTrouble(Trouble):
    kind, sends_events = '', False

    def begin(self, house):
        house.control('trouble', {'kind': self.kind})

    def end(self, house):
        house.control('trouble', {'kind': 'mended'})


class Maintenance(PortalTrouble):
    kind = 'maintenance'


class Unpaid(PortalTrouble):
    kind, state = 'unpaid', 'refused_plan'


class Inactive(PortalTrouble):
    """The application is switched off. A webhook is none: for it nothing is wrong (see `Untouched`)."""
    kind, state, ways = 'inactive', 'must_authorize_again', OAUTH


class Removed(PortalTrouble):
    """The application was deleted with its bot and its handlers: it is installed again. A webhook is none."""
    kind, state, ways, bot_lives = 'removed', 'must_authorize_again', OAUTH, False

    def end(self, house):
        super().end(house)
        authorize_again(house)


class Revoked(Trouble):
    """A refresh of the tokens is `invalid_grant`. A webhook has none: it is deleted, and another is made."""

    def state_in(self, way):
        return 'webhook_refused' if way == 'webhook' else 'must_authorize_again'

    def begin(self, house):
        if house.way == 'webhook':
            house.kill_bot()
            self.good, house.webhook = house.webhook, house.webhook.replace('sandbox-webhook', 'deleted-webhook')
            house.start_bot()
        else:
            house.control('trouble', {'kind': 'revoked'})
            house.control('expire_tokens', {})

    def end(self, house):
        if house.way == 'webhook':
            house.kill_bot()
            house.webhook = self.good
            house.start_bot()
        else:
            authorize_again(house)


class Unreachable(Trouble):
    def begin(self, house):
        house.to_portal.shut = True

    def end(self, house):
        house.to_portal.shut = False


class Pages(Trouble):
    """HTML instead of answers."""

    def begin(self, house):
        house.control('faults', {'rest': [{'method': '*', 'kind': 'html', 'times': 100_000}]})

    def end(self, house):
        house.control('faults', {})


class Renamed(Trouble):
    """To a host that is allowed: the application follows. A webhook's address is its secret: it is given anew."""

    def state_in(self, way):
        return 'moved' if way == 'webhook' else None

    def begin(self, house):
        self.port = house.portal_port
        house.control('rename', {'to': f'http://localhost:{self.port}'})

    def end(self, house):
        if house.way == 'webhook':
            house.kill_bot()
            house.webhook = house.webhook.replace('127.0.0.1', 'localhost')
            house.start_bot()


class RenamedToAStranger(Renamed):
    ways, hosts = OAUTH, '"127.0.0.1"'

    def state_in(self, way):
        return 'moved'

    def end(self, house):
        house.kill_bot()
        house.config.write_text(house.config.read_text().replace('["127.0.0.1"]', '["127.0.0.1", "localhost"]'))
        house.start_bot()


class BotDeleted(Trouble):
    """The bot alone, by its administrator: it is registered anew."""
    bot_lives = False

    def begin(self, house):
        house.control('act', {'do': 'delete_bot', 'bot': house.bot_id()})

    def end(self, house):
        pass


def authorize_again(house):
    """Reinstall; or, where nobody can reach the bot, `connect`."""
    if house.way == 'push':
        house.control('install', {})
    else:
        house.kill_bot()
        code, said = connect(house)
        assert code == 0, said
        house.start_bot()


def live(trouble, way):
    relays = isinstance(trouble, Unreachable)
    with House(way=way, portal_options=('--bucket', 'off'), hosts=trouble.hosts, relays=relays) as house:
        house.patience_s = PATIENCE_S
        door = Door(house) if way == 'push' else None
        before, state = house.deadline(TASK), trouble.state_in(way)
        helped = house.last_id(IVAN)
        trouble.begin(house)
        house.control('requests/reset', {})
        house.move(MARIA, TASK, house.days_later(TASK, 1))
        asks = True
        if door and not trouble.sends_events:
            assert door.post([door.said(9_000_001, IVAN, '/help')]) == 1
        elif trouble.bot_lives:
            house.say(IVAN, '/help')
        else:
            asks = False   # whom?
        if state:
            is_said(house, state)
        elif not isinstance(trouble, (Renamed, BotDeleted)):   # those are over as soon as they are seen
            house.until('it is noticed', lambda: any(word in house.bot_log() for word in ('portal_away', 'poll_failed')))
        asked = house.control('requests')['http']
        assert asked <= REQUESTS_MAX, asked
        trouble.end(house)
        house.until('the deadline is put back', lambda: house.deadline(TASK) == before)
        house.button(MARIA, 'Запросить перенос на')
        if asks:
            house.until('Иван is answered', lambda: len(answers(house, helped)) > 0)
        house.until('all is fine', lambda: house.readiness()['portal'] == house.readiness()['access'] == 'fine')
        house.quiet()
        notices = [each for each in house.bot_messages(MARIA) if '/view/' in each['text']]
        assert len(notices) == 1, notices
        assert len(answers(house, helped)) <= 1, answers(house, helped)
        assert house.readiness()['given_up'] == 0, house.last_words()
        code, said = house.doctor()
        assert code == 0, said


def answers(house, after):
    return [each['text'] for each in house.bot_messages(IVAN) if each['id'] > after]


def is_said(house, state):
    def now():
        is_now = house.readiness()
        return is_now if state in (is_now['access'], is_now['portal']) and 'way_out' in is_now else None
    readiness = house.until(f'readiness says {state}', now)
    assert not readiness['ready'], readiness
    house.until('so does the log', lambda: f'state now={state} way_out=' in house.bot_log())
    code, said = house.doctor()
    assert code == 1 and f'! state: {state}' in said and readiness['way_out'] in said, said


class Troubles(unittest.TestCase):
    def test_the_bot_goes_on_when_they_are_mended(self):
        kinds = (Maintenance, Unpaid, Inactive, Removed, Revoked, Unreachable, Pages, Renamed, RenamedToAStranger, BotDeleted)
        only, one_way = os.environ.get('GUARD_TROUBLE'), os.environ.get('GUARD_WAY')
        plans = [(kind, way) for kind in kinds for way in kind.ways
                 if only in (None, kind.__name__) and one_way in (None, way)]
        failures = []

        def one(plan):
            kind, way = plan
            try:
                live(kind(), way)
            except Exception as trouble:   # a round that cannot be lived to its end is a failure like others
                failures.append(f'== {kind.__name__} ({way})\n{type(trouble).__name__}: {trouble}')
        with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
            list(pool.map(one, plans))
        if failures:
            self.fail(f'{len(failures)} of {len(plans)} ended wrong\n' + '\n\n'.join(failures))

    def test_a_request_is_decided_on_a_card_of_the_new_bot(self):
        """The old one's cards went with it."""
        def live(way):
            with House(way=way, portal_options=('--bucket', 'off')) as house:
                wanted = house.move(MARIA, TASK, house.days_later(TASK, 1))
                for label in ('Запросить перенос на', 'Клиент попросил', 'Отправить'):
                    house.press(MARIA, label)
                house.button(BORIS, 'Одобрить')
                house.quiet()
                BotDeleted().begin(house)
                house.move(IVAN, 8019, house.days_later(8019, 1))   # something to say, so that it is noticed
                house.press(BORIS, 'Одобрить')
                house.until('the task moves', lambda: house.deadline(TASK) == wanted)
        with concurrent.futures.ThreadPoolExecutor(len(ALL)) as pool:
            list(pool.map(live, ALL))

    def test_a_webhook_does_not_care_for_applications(self):
        with House(way='webhook', portal_options=('--bucket', 'off')) as house:
            before = house.deadline(TASK)
            for kind in ('inactive', 'removed', 'revoked'):
                house.control('trouble', {'kind': kind})
            house.move(MARIA, TASK, house.days_later(TASK, 1))
            house.button(MARIA, 'Запросить перенос на')
            self.assertEqual(house.deadline(TASK), before)
            self.assertTrue(house.readiness()['ready'])


if __name__ == '__main__':
    unittest.main(verbosity=2)
