"""kill -9 under load: a hundred deadlines and more are postponed at once while people press, and the bot is killed several times.

GUARD_SEED repeats a round; GUARD_ROUNDS lives more of them (see run_kills.sh).
"""
import concurrent.futures
import os
import random
import re
import threading
import time
import unittest
from collections import Counter

from crowd import Crowd
from house import House, moment
from people import TASK, Story

SEED = int(os.environ.get('GUARD_SEED', '20261124'))
ROUNDS = int(os.environ.get('GUARD_ROUNDS', '15'))
WAYS = ('push', 'pull', 'webhook')
AT_ONCE = 15   # houses: they mostly wait until what is told together is told
FAST = ('--bucket', 'off')
HURRY = 'requests_per_second = 100\nburst = 1000'   # the bucket of a bot outlives its kills: with a small one rounds only wait
PEOPLE, MOST = 4, 300


class Kills(unittest.TestCase):
    def test_while_many_deadlines_move_and_people_press(self):
        kills = Counter()

        def one(number):
            way, dice = WAYS[number % len(WAYS)], random.Random(SEED + number)
            try:
                kills[way] += live(way, dice)
                return ''
            except Exception as trouble:   # a round that cannot be lived to its end is a failure like others
                return f'== GUARD_SEED={SEED + number} ({way})\n{type(trouble).__name__}: {trouble}'
        with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
            wrong = [each for each in pool.map(one, range(ROUNDS)) if each]
        print(f'{ROUNDS} rounds under load, killed {dict(kills)} times, {len(wrong)} wrong', flush=True)
        self.assertGreater(sum(kills.values()), ROUNDS, 'too few were killed to prove anything')
        if wrong:
            self.fail(f'{len(wrong)} of {ROUNDS} rounds ended wrong\n' + '\n\n'.join(wrong[:6]))


def live(way, dice):
    """A round; gives how often the bot was killed. Raises AssertionError where it ends otherwise than without kills."""
    with House(install=False, way=way, portal_options=FAST, pace=HURRY, guard='mass_limit = 0') as house:
        crowd = Crowd(house, PEOPLE, dice.randrange(100, MOST), patience_s=60)
        killers, killed = [], []
        wanted = moment(house.days_later(TASK, 1))

        def kill():
            if house.bot.poll() is None:
                house.bot.kill()
                killed.append(time.monotonic())

        def storm(step):
            if step == 'move':
                crowd.postpone()
            for _ in range(dice.randrange(1, 4)):
                killers.append(threading.Timer(dice.expovariate(1 / 0.2), kill))
                killers[-1].start()
        Story(house, before_step=storm).live(install=False)
        for each in killers:
            each.join()
        crowd.settle(put_back=len(crowd.tasks) + 1)
        check(house, crowd, wanted)
        return len(killed)


def check(house, crowd, wanted):
    wrong = crowd.wrong_tasks()
    assert not wrong, f'{len(wrong)} tasks stand wrong: {dict(list(wrong.items())[:3])}'
    assert house.deadline(TASK) == wanted
    rows = [row for row in house.task(TASK)['history'] if row['field'] == 'DEADLINE']
    assert len(rows) == 3, rows
    twice = crowd.rows("SELECT task, count(*) FROM journal WHERE kind = 'put_back' GROUP BY task HAVING count(*) > 1")
    assert not twice, f'put back twice: {twice}'
    hours_to_come = "inbox WHERE not (body LIKE '%\"request_due\"%' AND not_before > unixepoch())"
    for table in ('outbox', hours_to_come, 'held_notice'):
        assert crowd.number(f'SELECT count(*) FROM {table}') == 0, f'{table}: {crowd.rows(f"SELECT * FROM {table} LIMIT 3")}'
    share = Counter(crowd.tasks.index(task) % len(crowd.people) for task in crowd.tasks)
    for index, who in enumerate(crowd.people):
        texts = crowd.told(who)
        told = sum(told_in(each) for each in texts)
        assert told == share[index], f'{who} was told of {told} of {share[index]} tasks: {[each[:60] for each in texts]}'
        named = Counter(task for each in texts for task in re.findall(r'task/view/(\d+)/', each))
        assert not [task for task, times in named.items() if times > 1], f'{who} was told twice: {named.most_common(3)}'


def told_in(text):
    """Of how many deadlines a notice tells."""
    many = re.match(r'⏱ (\d+) срок', text)
    return int(many.group(1)) if many else 1


if __name__ == '__main__':
    unittest.main(verbosity=2)
