"""Notes in the discussions of tasks, and reasons the portal asked for itself."""
import unittest

from house import BORIS, IVAN, MARIA, SERVICE, House
from test_story import OWN_TASK, TASK, request_more_time


def notes(house, task, beginning='Срок перенес'):
    return [each['text'] for each in house.task(task)['discussion']
            if each['authorId'] == SERVICE and each['text'].startswith(beginning)]


class Notes(unittest.TestCase):
    def approved(self, house, task):
        request_more_time(house, task)
        house.press(BORIS, 'Одобрить')
        house.until('the note is there', lambda: notes(house, task))
        house.settle()
        return notes(house, task)

    def test_one_of_each_applied_request_and_nothing_follows_from_it(self):
        for task in (TASK, OWN_TASK):   # the new card's chat and the old card's comments
            with self.subTest(task=task), House(portal_options=('--bucket', 'off')) as house:
                left = self.approved(house, task)
                self.assertEqual(len(left), 1)
                for words in ('Мария Иванова', 'Клиент попросил позже', 'Борис Орлов'):
                    self.assertIn(words, left[0])
                rows = [row for row in house.task(task)['history'] if row['field'] == 'DEADLINE']
                self.assertEqual(len(rows), 3, 'moved, put back, applied: nothing else')

    def test_a_comment_where_the_portal_has_no_v3(self):
        with House(portal_options=('--bucket', 'off', '--without', 'v3')) as house:
            self.assertEqual(len(self.approved(house, TASK)), 1)

    def test_none_where_a_guest_reads_along(self):
        with House(portal_options=('--bucket', 'off')) as house:
            house.ask('/control/act', {'do': 'make_guest', 'person': IVAN})
            house.ask('/control/act', {'do': 'add_auditor', 'task': TASK, 'person': IVAN})
            house.restart_bot()   # what it knows of people may be an hour old
            house.settle()
            _, wanted = request_more_time(house)
            house.press(BORIS, 'Одобрить')
            house.until('the task moves', lambda: house.deadline(TASK) == wanted)
            house.settle()
            self.assertEqual(notes(house, TASK), [])

    def test_of_a_revert_where_the_rules_want_it(self):
        with House(guard='note_reverts = true', portal_options=('--bucket', 'off')) as house:
            house.move(MARIA, TASK, house.days_later(TASK, 1))
            house.bot_says(MARIA, 'снова')
            house.settle()
            self.assertEqual(len(notes(house, TASK, 'Срок перенесли без причины')), 1)

    def test_an_answer_that_was_lost_makes_no_second_one(self):
        for task, method in ((TASK, 'tasks.task.chat.message.send'), (OWN_TASK, 'task.commentitem.add')):
            with self.subTest(task=task), House(portal_options=('--bucket', 'off')) as house:
                house.ask('/control/faults', {'rest': [{'method': method, 'times': 1, 'kind': 'drop_after'}]})
                self.assertEqual(len(self.approved(house, task)), 1)

    def test_a_refusal_is_logged_once_and_harms_nothing(self):
        with House(portal_options=('--bucket', 'off')) as house:
            house.ask('/control/faults', {'rest': [{'method': 'task.commentitem.add', 'times': 9, 'kind': 'error:ERROR_CORE'}]})
            _, wanted = request_more_time(house, OWN_TASK)
            house.press(BORIS, 'Одобрить')
            house.bot_says(MARIA, 'Новый срок')
            house.settle()
            self.assertEqual(house.deadline(OWN_TASK), wanted)
            self.assertEqual(house.bot_log().count('note_refused'), 1)


class NativeReasons(unittest.TestCase):
    def moves_with_the_portals_reason(self, house):
        house.ask('/control/act', {'do': 'deadline_options', 'task': TASK, 'reason': True})
        wanted = house.days_later(TASK, 1)
        house.act(MARIA, 'deadline', task=TASK, deadline=wanted, reason='клиент уехал до вторника')
        house.settle()
        return wanted

    def test_where_the_portal_asked_the_bot_does_not(self):
        with House(portal_options=('--bucket', 'off')) as house:
            wanted = self.moves_with_the_portals_reason(house)
            self.assertEqual(house.days_later(TASK, 0), wanted)
            self.assertFalse(house.has_button(MARIA, 'Запросить перенос на'))

    def test_where_its_question_cannot_be_read_the_bot_asks(self):
        with House(portal_options=('--bucket', 'off', '--without', 'v3')) as house:
            self.moves_with_the_portals_reason(house)
            house.button(MARIA, 'Запросить перенос на')


if __name__ == '__main__':
    unittest.main(verbosity=2)
