"""The three-minute story and what surrounds it, with the real bot on the sandbox portal."""
import unittest

from house import ANNA, BORIS, IVAN, MARIA, House, http

TASK = 8017      # created by Борис, Мария is responsible, new card
OWN_TASK = 8018  # Мария's own, old card


def request_more_time(house, task=TASK):
    """Мария moves silently, it is put back, she asks for the attempted date. Gives that date."""
    before = house.deadline(task)
    wanted = house.move(MARIA, task, house.days_later(task, 1))
    house.press(MARIA, 'Запросить перенос на')
    assert house.deadline(task) == before
    house.press(MARIA, 'Клиент попросил')
    house.press(MARIA, 'Отправить')
    return before, wanted


class Story(unittest.TestCase):
    def test_a_silent_move_is_put_back_and_the_supervisor_approves(self):
        with House() as house:
            before, wanted = request_more_time(house)
            house.press(BORIS, 'Одобрить')
            house.until('the task moves', lambda: house.deadline(TASK) == wanted)
            house.settle()
            self.assertFalse(house.has_button(BORIS, 'Одобрить'), 'a decided card has no buttons')
            history = [row for row in house.task(TASK)['history'] if row['field'] == 'DEADLINE']
            self.assertEqual(len(history), 3, 'moved, put back, applied: nothing else')

    def test_his_own_task_is_no_exception(self):
        with House() as house:
            before = house.deadline(OWN_TASK)
            house.move(MARIA, OWN_TASK, house.days_later(OWN_TASK, 2))
            house.button(MARIA, 'Запросить перенос на')
            self.assertEqual(house.deadline(OWN_TASK), before)

    def test_a_move_with_a_reason_stands(self):
        for task in (TASK, OWN_TASK):   # the new card's chat and the old card's comments
            with self.subTest(task=task), House() as house:
                house.act(MARIA, 'comment', task=task, text='Клиент попросил перенести встречу')
                wanted = house.move(MARIA, task, house.days_later(task, 1))
                house.settle()
                self.assertEqual(house.deadline(task), wanted)
                self.assertFalse(house.has_button(MARIA, 'Запросить перенос на'))

    def test_the_supervisor_and_an_earlier_date_need_no_reason(self):
        with House() as house:
            wanted = house.move(BORIS, TASK, house.days_later(TASK, 5))
            house.settle()
            self.assertEqual(house.deadline(TASK), wanted)
            earlier = house.move(MARIA, TASK, house.days_later(TASK, -1))
            house.settle()
            self.assertEqual(house.deadline(TASK), earlier)

    def test_removing_the_deadline_is_a_postponement(self):
        with House() as house:
            before = house.deadline(TASK)
            house.move(MARIA, TASK, None)
            house.bot_says(MARIA, 'снова')
            self.assertEqual(house.deadline(TASK), before)

    def test_the_supervisor_rejects_with_words(self):
        with House() as house:
            before, _ = request_more_time(house)
            house.press(BORIS, 'Отклонить')
            house.settle()
            house.say(BORIS, 'Срок жёсткий, клиент ждёт')
            house.bot_says(MARIA, 'Срок жёсткий')
            house.settle()
            self.assertEqual(house.deadline(TASK), before)
            self.assertFalse(house.has_button(BORIS, 'Одобрить'))

    def test_the_supervisor_names_another_date(self):
        with House() as house:
            before, wanted = request_more_time(house)
            house.press(BORIS, 'Другая дата')
            house.settle()
            house.say(BORIS, 'через 16 рабочих дней 12:00')
            understood = house.bot_says(BORIS, '12:00')   # shown before anything is written
            house.press(BORIS, 'Одобрить:', after=understood['id'] - 1)
            house.until('the task moves', lambda: house.deadline(TASK) not in (before, wanted))
            self.assertEqual(house.deadline(TASK).strftime('%H:%M'), '09:00', 'twelve in Moscow')

    def test_one_message_is_a_whole_request(self):
        with House() as house:
            house.move(MARIA, TASK, house.days_later(TASK, 1))
            house.button(MARIA, 'Запросить перенос на')
            house.say(MARIA, 'нужно до конца следующей недели, клиент заболел')
            house.press(MARIA, 'Отправить')
            card = house.button(BORIS, 'Одобрить')[0]
            self.assertIn('клиент заболел', card['text'].lower())

    def test_only_the_approver_may_press_and_only_once(self):
        with House() as house:
            before, wanted = request_more_time(house)
            card, index = house.button(BORIS, 'Одобрить')
            raw = next(message for chat in house.control('state')['chats'] for message in chat['messages']
                       if message['id'] == card['id'])
            token = next(each for each in raw['keyboard'] if each.get('text', each.get('TEXT', '')).startswith('Одобрить'))
            params = token.get('params') or token.get('COMMAND_PARAMS') or token.get('value')
            for forger in (MARIA, IVAN):   # with Борис's token, from a chat of his own: the portal checks no more than that
                own = house.bot_messages(forger)[-1]['id']
                seen = house.last_id(forger)
                house.control('act', {'user': forger, 'do': 'forge_press', 'message': own, 'command': 'dlg7', 'params': params})
                house.until('the forger is answered', lambda: house.last_id(forger) > seen)
            house.control('act', {'user': BORIS, 'do': 'forge_press', 'message': card['id'], 'command': 'dlg7', 'params': 'b:guessed'})
            house.settle()
            self.assertEqual(house.deadline(TASK), before)
            house.act(BORIS, 'press', message=card['id'], button=index)
            house.control('act', {'user': BORIS, 'do': 'forge_press', 'message': card['id'], 'command': 'dlg7', 'params': params})
            house.until('the task moves', lambda: house.deadline(TASK) == wanted)
            house.settle()
            rows = [row for row in house.task(TASK)['history'] if row['field'] == 'DEADLINE']
            self.assertEqual(len(rows), 3)

    def test_the_supervisor_asks_why_and_accepts_the_move_after_all(self):
        with House() as house:
            before = house.deadline(TASK)
            wanted = house.move(MARIA, TASK, house.days_later(TASK, 1))
            house.button(MARIA, 'Запросить перенос на')
            self.assertEqual(house.deadline(TASK), before)
            for stranger, asked in ((IVAN, 'только тем'), (BORIS, 'без причины')):
                house.say(stranger, f'почему {TASK}')
                house.bot_says(stranger, asked)
            house.press(BORIS, 'Принять перенос на')
            house.until('the task moves', lambda: house.deadline(TASK) == wanted)
            house.bot_says(MARIA, 'Новый срок')
            house.until('the supervisor is told', lambda: 'Одобрено' in house.bot_messages(BORIS)[-1]['text'])
            house.settle()
            rows = [row for row in house.task(TASK)['history'] if row['field'] == 'DEADLINE']
            self.assertEqual(len(rows), 3)

    def test_observe_writes_nothing(self):
        with House(mode='observe') as house:
            wanted = house.move(MARIA, TASK, house.days_later(TASK, 1))
            house.settle()
            self.assertEqual(house.deadline(TASK), wanted)
            self.assertFalse(house.has_button(MARIA, 'Запросить перенос на'))

    def test_in_english(self):
        with House(language='en') as house:
            house.move(MARIA, TASK, house.days_later(TASK, 1))
            house.press(MARIA, 'Another date')
            house.settle()
            message = house.bot_messages(MARIA)[-1]
            self.assertTrue(message['keyboard'])
            self.assertTrue(all(ord(letter) < 0x400 or letter > 'ӿ' for each in message['keyboard'] for letter in each.get('text') or ''))

    def test_commands_answer(self):
        with House() as house:
            for command in ('/help', '/my', '/extend', '/why', 'помощь', 'мои', 'почему'):
                seen = house.last_id(MARIA)
                house.say(MARIA, command)
                house.until(f'{command} is answered', lambda: house.last_id(MARIA) > seen)


if __name__ == '__main__':
    unittest.main(verbosity=2)
