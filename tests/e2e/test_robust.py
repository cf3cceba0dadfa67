"""The bot is killed, starved, lied to and interrupted. The story ends as if nothing had happened.

GUARD_SEED repeats a round of random kills; GUARD_ROUNDS lives more of them.
"""
import concurrent.futures
import os
import random
import signal
import threading
import unittest

from house import BORIS, MARIA, House
from people import TASK, Story, difference

SEED = int(os.environ.get('GUARD_SEED', '20261123'))
ROUNDS = int(os.environ.get('GUARD_ROUNDS', '24'))
AT_ONCE = 3   # houses: they wait for the disk and for each other more than they work
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
        with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
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


if __name__ == '__main__':
    unittest.main(verbosity=2)
