"""The supervisor's desk: a question to the manager, several requests approved together, also over a kill."""
import datetime
import unittest

from house import BORIS, IVAN, MARIA, House

TASKS = {8017: MARIA, 8018: MARIA, 8019: IVAN}


def ask_for(house, task):
    """A request in one message for the day after the deadline: a working day, for the sandbox is always at work."""
    date = house.deadline(task) + datetime.timedelta(days=1)
    who = TASKS[task]
    after = house.last_id(who)
    house.say(who, f'{task} до {date:%d.%m} 23:00, клиент заболел')
    house.press(who, 'Отправить', after)
    house.settle()


def ask_for_all(house):
    for task in TASKS:
        ask_for(house, task)


class Desk(unittest.TestCase):
    def test_a_question_and_its_answer(self):
        with House() as house:
            ask_for_all(house)
            house.press(BORIS, 'Уточнить')
            house.press(BORIS, 'Что мешает успеть к сроку?')
            house.settle()
            house.bot_says(IVAN, 'Что мешает успеть к сроку?')
            house.say(IVAN, 'Жду замерщика до среды')
            house.bot_says(BORIS, 'Ответ: «Жду замерщика до среды»')
            house.bot_says(IVAN, 'Ответ передан')

    def test_several_together_by_two_taps_and_over_a_kill(self):
        with House() as house:
            ask_for_all(house)
            before = {task: house.deadline(task) for task in TASKS}
            house.say(BORIS, 'ждут меня')
            house.bot_says(BORIS, 'Ждут вашего решения: 3 запроса')
            house.press(BORIS, 'Одобрить все до')
            house.press(BORIS, 'Одобрить 3')
            house.bot_says(BORIS, 'Через 2 минуты одобрю 3 запроса')
            house.settle()
            self.assertEqual({task: house.deadline(task) for task in TASKS}, before)
            house.kill_bot()
            house.start_bot()
            house.quiet()
            self.assertEqual({task: house.deadline(task) for task in TASKS}, before)
            house.press(BORIS, 'Применить сейчас')
            house.until('all three moved', lambda: all(house.deadline(task) > before[task] for task in TASKS))
            house.settle()
            house.bot_says(BORIS, 'Одобрено 3 запроса')
            self.assertFalse(house.has_button(BORIS, 'Одобрить'))
            self.assertFalse(house.has_button(BORIS, 'Применить сейчас'))
            house.bot_says(IVAN, '✅ Новый срок задачи')

    def test_an_edited_message(self):
        with House() as house:
            date = house.deadline(8017) + datetime.timedelta(days=1)
            said = house.say(MARIA, f'8017 до {date:%d.%m} 23:00, клиент заболл')['message']
            house.button(MARIA, 'Отправить')
            house.act(MARIA, 'edit', message=said, text=f'8017 до {date:%d.%m} 22:00, клиент заболел')
            house.bot_says(MARIA, 'клиент заболел')
            house.settle()
            house.press(MARIA, 'Отправить')
            house.bot_says(BORIS, '22:00')

    def test_trust_until_the_end_of_the_week(self):
        with House() as house:
            before = house.deadline(8018)
            ask_for(house, 8017)
            house.press(BORIS, 'Доверять до')
            house.bot_says(BORIS, 'одобряются сразу')
            ask_for(house, 8018)
            house.until('it is moved', lambda: house.deadline(8018) > before)
            house.settle()
            house.bot_says(BORIS, 'вы доверяете автору запроса')


if __name__ == '__main__':
    unittest.main()
