"""kill -9 with ten thousand events waiting on the disk: how soon the bot is back, and that all of them are handled.

GUARD_EVENTS says how many. Times are printed; asserted is what must hold on any machine.
"""
import os
import time
import unittest

from crowd import Crowd
from door import Door
from house import House

EVENTS = int(os.environ.get('GUARD_EVENTS', '10000'))
PEOPLE = 100
HURRY = 'requests_per_second = 100\nburst = 1000'


class Recovery(unittest.TestCase):
    def test_with_ten_thousand_events_waiting(self):
        with House(install=False, way='push', portal_options=('--bucket', 'off'), pace=HURRY, guard='mass_limit = 0') as house:
            crowd = Crowd(house, people=PEOPLE, tasks=EVENTS - PEOPLE)
            house.control('trouble', {'kind': 'maintenance'})   # nothing can be looked at: all must wait
            door = Door(house)
            events = [door.touched(task) for task in crowd.tasks]
            events += [door.said(9_000_000 + k, who, '/help') for k, who in enumerate(crowd.people)]
            self.assertEqual(door.post_all(events), EVENTS)
            house.kill_bot()
            waiting = crowd.number("SELECT count(*) FROM inbox WHERE state = 'waiting'")
            decided = crowd.number('SELECT count(*) FROM outbox')   # before it knew that the portal was away
            self.assertEqual(waiting + decided, EVENTS, 'what was acknowledged is on the disk')
            house.control('trouble', {'kind': 'mended'})

            began, before = time.monotonic(), len(house.bot_log())
            house.start_bot()
            alive = time.monotonic() - began
            house.until('somebody is answered', lambda: 'message_sent' in house.bot_log()[before:])
            answered = time.monotonic() - began
            house.until('hints are looked at', lambda: house.readiness()['inbox'] < waiting - PEOPLE)
            looked = time.monotonic() - began
            house.until('all are handled', lambda: house.readiness()['inbox'] == 0)
            done = time.monotonic() - began
            print(f'{EVENTS} waiting: alive after {alive:.2f} s, the first answered after {answered:.2f} s, the first tasks '
                  f'looked at after {looked:.2f} s, all handled after {done:.1f} s', flush=True)

            house.until('the sweep is over', lambda: ' swept ' in house.bot_log()[before:])
            self.assertLess(house.bot_log().index('message_sent', before), house.bot_log().index(' swept ', before),
                            'people do not wait until all tasks are swept')
            crowd.settle()
            self.assertEqual(house.readiness()['given_up'], 0)
            self.assertEqual({who: len(crowd.told(who)) for who in crowd.people}, dict.fromkeys(crowd.people, 1))


if __name__ == '__main__':
    unittest.main(verbosity=2)
