"""A mass action on the sandbox portal: held, and answered by the supervisor with one tap."""
import datetime
import unittest

from crowd import Crowd
from house import ADMIN, BORIS, MARIA, House
from test_story import OWN_TASK, TASK

MANY, LIMIT = 40, 25
FAST = ('--bucket', 'off')
HURRY = 'requests_per_second = 100\nburst = 40'


def crowd_of(house):
    return Crowd(house, people=1, tasks=MANY, patience_s=60)


class Mass(unittest.TestCase):
    def house(self, guard=''):
        return House(install=False, portal_options=FAST, pace=HURRY, guard=guard)

    def held(self, crowd):
        """All but those that were seen before the others were there: they are put back, and answered for as well."""
        house = crowd.house
        self.assertEqual(crowd.postpone(), MANY)
        house.button(BORIS, 'Принять все')
        house.until('all are asked about', lambda: crowd.number('SELECT count(*) FROM silent_move WHERE wave IS NOT NULL') == MANY)
        held = crowd.number("SELECT count(*) FROM silent_move WHERE fate = 'held'")
        house.until('the card tells of all', lambda: f'{held} задач' in last_card(house)['text'])
        house.quiet()
        self.assertGreaterEqual(held, MANY - LIMIT)
        self.assertEqual(sum('Решает' in each for each in crowd.told(crowd.people[0])), 1, 'his moves wait, he hears once')

    def test_accepted_with_one_tap(self):
        with self.house() as house:
            crowd = crowd_of(house)
            self.held(crowd)
            house.press(BORIS, 'Принять все')
            moved = {task: due + datetime.timedelta(days=1) for task, due in crowd.due_dates().items()}
            house.until('all stand where they were moved', lambda: crowd.deadlines() == moved)
            house.quiet()
            self.assertEqual(crowd.deadlines(), moved)
            self.assertIn('приняты', last_card(house)['text'])
            self.assertFalse(house.has_button(BORIS, 'Принять все'))
            self.assertEqual(crowd.number("SELECT count(*) FROM journal WHERE kind = 'accepted' AND ground = 'mass'"), MANY)

    def test_the_first_ones_were_put_back_before_there_were_many(self):
        with House(guard='mass_limit = 2', portal_options=FAST) as house:
            wanted = {task: house.days_later(task, 3) for task in (TASK, OWN_TASK, 8021)}
            for task in (TASK, OWN_TASK):
                before = house.deadline(task)
                house.move(MARIA, task, wanted[task])
                house.bot_says(MARIA, 'снова')
                house.until('it is back', lambda: house.deadline(task) == before)
                house.settle()
            house.move(MARIA, 8021, wanted[8021])
            house.button(BORIS, 'Принять все')
            house.settle()
            moved = {task: datetime.datetime.fromisoformat(due) for task, due in wanted.items()}
            self.assertEqual(house.deadline(8021), moved[8021])
            self.assertIn('Возвращено раньше: 2', last_card(house)['text'])
            house.press(BORIS, 'Принять все')
            house.until('all three stand', lambda: all(house.deadline(task) == due for task, due in moved.items()))
            self.assertNotIn('failed', house.bot_log())

    def test_put_back_with_one_tap_though_the_bot_was_killed_meanwhile(self):
        with self.house() as house:
            crowd = crowd_of(house)
            self.held(crowd)
            house.kill_bot()
            house.start_bot()
            seen = house.last_id(crowd.people[0])
            house.press(BORIS, 'Вернуть все')
            crowd.settle(put_back=MANY)
            self.assertEqual(crowd.deadlines(), crowd.due_dates())
            told = [each['text'] for each in house.bot_messages(crowd.people[0]) if each['id'] > seen]
            self.assertLessEqual(len(told), 2, told)   # a machine that is busy with other things may tear it in two
            self.assertIn('перенос не принят руководителем', told[-1])

    def test_an_administrators_pause_lets_them_stand(self):
        with self.house('mass_limit = 0') as house:
            crowd = crowd_of(house)
            seen = house.last_id(ADMIN)
            house.say(ADMIN, '/pause 2 часа')
            house.bot_says(ADMIN, 'Пауза до', after=seen)
            crowd.postpone()
            house.until('all are seen', lambda: crowd.number("SELECT count(*) FROM journal WHERE kind = 'paused'") == MANY)
            house.say(ADMIN, 'продолжай')
            house.bot_says(ADMIN, 'Пауза закончена', after=seen)
            house.quiet()
            self.assertEqual(crowd.put_back(), 0)
            crowd.postpone()
            crowd.settle(put_back=MANY)


def last_card(house):
    return [each for each in house.bot_messages(BORIS) if 'много переносов сразу' in each['text']][-1]


if __name__ == '__main__':
    unittest.main()
