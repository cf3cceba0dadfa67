"""What the portal knows of people: who is away, who else heads a department, whether guests read along."""
import unittest

from house import ANNA, BORIS, IVAN, MARIA, SERVICE, House
from test_notes import notes
from test_story import TASK, request_more_time

SALES = 5


def open_house():
    return House(portal_options=('--bucket', 'off'))


class Absence(unittest.TestCase):
    def test_of_the_head_by_the_portals_chart_passes_him_over(self):
        with open_house() as house:
            house.ask('/control/act', {'do': 'away', 'person': BORIS, 'back': '2099-01-01T00:00:00+03:00'})
            _, wanted = request_more_time(house)
            house.bot_says(ANNA, 'вместо коллеги (Борис Орлов, он в отпуске до')
            house.press(ANNA, 'Одобрить')
            house.until('the task moves', lambda: house.deadline(TASK) == wanted)

    def test_of_everybody_makes_nothing_unapprovable(self):
        with open_house() as house:
            for who in (BORIS, ANNA):
                house.ask('/control/act', {'do': 'away', 'person': who, 'back': '2099-01-01T00:00:00+03:00'})
            request_more_time(house)
            house.press(BORIS, 'Одобрить')


class Heads(unittest.TestCase):
    def test_a_second_head_moves_as_he_likes_and_a_deputy_stands_in(self):
        with open_house() as house:
            house.ask('/control/act', {'do': 'heads', 'department': SALES, 'heads': [], 'deputies': [IVAN]})
            house.ask('/control/act', {'do': 'away', 'person': BORIS, 'back': '2099-01-01T00:00:00+03:00'})
            house.restart_bot()   # the structure is read at the start
            house.settle()
            self.assertIn('heads_and_deputies: yes', house.doctor()[1])
            request_more_time(house)
            house.bot_says(IVAN, 'Вы решаете вместо коллеги')
            house.ask('/control/act', {'do': 'heads', 'department': SALES, 'heads': [IVAN], 'deputies': []})
            house.restart_bot()
            house.settle()
            house.press(IVAN, 'Одобрить')
            house.settle()
            wanted = house.move(IVAN, TASK, house.days_later(TASK, 3))
            house.settle()
            self.assertEqual(house.deadline(TASK), wanted)


class Workgroups(unittest.TestCase):
    def noted(self, members, guest=0):
        with open_house() as house:
            house.ask('/control/act', {'do': 'workgroup', 'task': TASK, 'group': 9, 'members': members})
            if guest:
                house.ask('/control/act', {'do': 'make_guest', 'person': guest})
            _, wanted = request_more_time(house)
            house.press(BORIS, 'Одобрить')
            house.until('the task moves', lambda: house.deadline(TASK) == wanted)
            house.settle()
            return len(notes(house, TASK))

    def test_have_notes_where_the_portal_says_that_no_guest_belongs_to_them(self):
        self.assertEqual(self.noted([BORIS, MARIA, SERVICE]), 1)
        self.assertEqual(self.noted([BORIS, MARIA, IVAN, SERVICE], IVAN), 0)
        self.assertEqual(self.noted([BORIS, MARIA]), 0, 'the service account does not belong to it')


class NativeLimits(unittest.TestCase):
    def test_are_told_where_a_revert_used_up_the_last_move(self):
        with open_house() as house:
            house.ask('/control/act', {'do': 'deadline_options', 'task': TASK, 'changes': 1})
            house.move(MARIA, TASK, house.days_later(TASK, 1))
            house.bot_says(MARIA, 'Сам портал больше не даст вам перенести этот срок')


if __name__ == '__main__':
    unittest.main()
