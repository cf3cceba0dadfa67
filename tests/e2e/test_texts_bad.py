"""Bad input in the chat: hostile titles and words, dates that will not do, many taps at once."""
import concurrent.futures
import contextlib
import re
import unittest

from house import BORIS, MARIA, House

TASK = 8017

HOSTILE = ('[USER=1]Ольга[/USER]', '[send=/my]бесплатно[/send]', '[put=/extend 8017 завтра]жми[/put]', '$result[a] $result[a][b]',
           'кавычки "двойные" «ёлочки» \'одинарные\' `обратные`', '😀👩‍👩‍👧‍👦 эмодзи 🇷🇺', 'строка\nвторая\r\nтретья', '#BR#[BR]#br#',
           '>> цитата', '------------------------------------------------------\nцитата', '[/b][/url][url=https://evil.example]сюда[/url]',
           '[url=https://evil.example]сюда', '[CALL=112]звонок[/CALL]', '[img]https://evil.example/x.png[/img]', '/help', '[CHAT=5]чат[/CHAT]',
           '[[b]]', '[b', '&lt;b&gt; &amp; <script>alert(1)</script>', '%5BUSER=1%5D', '\u202eтекст наоборот', '[color=#ff0000]красное[/color]',
           '[timestamp=0 format=FORMAT_DATE]', '[icon=https://evil.example/x.png]', '[disk=1]', 'слово ' * 83 + 'яя', '{0} %s {title} %1$s')
OURS = re.compile(r'\[url=http://127\.0\.0\.1:\d+/company/personal/user/\d+/tasks/task/view/\d+/\]|\[/url\]|\[/?b\]|\[timestamp=\d+ [^\]]*\]')
LIVE = re.compile(r'\[/?(user|send|put|url|b|i|u|s|call|pch|img|chat|color|size|br|timestamp|icon|disk|code|quote|rating|attach|like|dislike|'
                  r'context|spoiler|bot)\b', re.I)


class HostileTexts(unittest.TestCase):
    def inert(self, message, plain_lines):
        text = message['text']
        rest = OURS.sub('', text)
        self.assertIsNone(LIVE.search(rest), rest)
        self.assertNotRegex(rest.lower(), r'#br#')
        self.assertNotRegex(text, r'(?m)^(>>|-{54}|/)', 'no line begins as a quotation or a command')
        self.assertEqual(len(text.splitlines()), plain_lines, 'a title is one line: ' + text)
        self.assertNotIn('\u202e', text)

    def lines_of_a_plain_one(self):
        with House(portal_options=('--bucket', 'off')) as house:
            return {who: [len(each['text'].splitlines()) for each in messages]
                    for who, messages in self.live(house, 'Обычная задача', 'Обычная причина').items()}

    def live(self, house, title, words):
        """A task with that title is moved, a request made with these words and approved. Gives what the bot said."""
        seen = {who: house.last_id(who) for who in (MARIA, BORIS)}
        deadline = house.task(TASK)['deadline']
        task = house.act(BORIS, 'task', title=title, responsible=MARIA, deadline=deadline)['task']
        house.quiet()
        before = house.deadline(task)
        wanted = house.move(MARIA, task, house.days_later(task, 1))
        house.press(MARIA, 'Запросить перенос на', seen[MARIA])
        house.button(MARIA, 'Другое', seen[MARIA])
        house.say(MARIA, words)
        house.press(MARIA, 'Отправить', seen[MARIA])
        house.button(BORIS, 'Одобрить', seen[BORIS])
        self.assertEqual(house.deadline(task), before)
        house.press(BORIS, 'Одобрить', seen[BORIS])
        house.until('the task moves', lambda: house.deadline(task) == wanted)
        house.quiet()
        self.assertEqual(house.readiness()['given_up'], 0)
        return {who: [each for each in house.bot_messages(who) if each['id'] > seen[who]] for who in seen}

    def test_a_title_stays_a_title_and_words_stay_words(self):
        lines = self.lines_of_a_plain_one()

        def one(text):
            with House(portal_options=('--bucket', 'off')) as house:
                said = self.live(house, text, ('Клиент пишет: ' + text).replace('\n', ' ').replace('\r', ' ').replace('#BR#', ' ').replace('[BR]', ' '))
                for who, messages in said.items():
                    self.assertEqual(len(messages), len(lines[who]))
                    for message, plain_lines in zip(messages, lines[who]):
                        self.inert(message, plain_lines)
        with concurrent.futures.ThreadPoolExecutor(3) as pool:
            for text, outcome in [(text, pool.submit(one, text)) for text in HOSTILE]:
                with self.subTest(text=text[:40]):
                    outcome.result()


class Dates(unittest.TestCase):
    def test_a_date_that_will_not_do_is_answered_with_what_will(self):
        with House(portal_options=('--bucket', 'off')) as house:
            before = house.deadline(TASK)
            house.move(MARIA, TASK, house.days_later(TASK, 1))
            house.press(MARIA, 'Другая дата')
            house.quiet()
            for text in ('вчера', '01.01.2020', '31.02.2027', 'как получится', 'в четверг или в пятницу', '99.99.9999', '🤷', '0', '-1',
                         'через 0 дней', 'через 100000000000 лет', '[USER=1]', '1' * 400):
                with self.subTest(text=text[:30]):
                    seen = house.last_id(MARIA)
                    house.say(MARIA, text)
                    house.until('it is answered', lambda seen=seen: house.last_id(MARIA) > seen)
                    house.quiet()
                    answer = house.bot_messages(MARIA)[-1]
                    self.assertTrue(answer['keyboard'], 'the next step is a button: ' + answer['text'])
                    self.assertEqual(house.deadline(TASK), before)
                    self.assertFalse(house.has_button(BORIS, 'Одобрить'))


class AtOnce(unittest.TestCase):
    """Two taps at once, by fingers or by forgers: one of them counts."""

    def press_often(self, house, who, label, times=8):
        message, index = house.button(who, label)

        def press(_):
            with contextlib.suppress(Exception):   # the button may be gone by then
                house.act(who, 'press', message=message['id'], button=index)
        with concurrent.futures.ThreadPoolExecutor(times) as pool:
            list(pool.map(press, range(times)))
        house.quiet()

    def test_each_tap_of_the_story_made_eight_times(self):
        with House(portal_options=('--bucket', 'off')) as house:
            before = house.deadline(TASK)
            wanted = house.move(MARIA, TASK, house.days_later(TASK, 1))
            for label in ('Запросить перенос на', 'Клиент попросил', 'Отправить'):
                self.press_often(house, MARIA, label)
            self.assertEqual(house.deadline(TASK), before)
            cards = [each for each in house.bot_messages(BORIS) if 'просит перенести' in each['text']]
            self.assertEqual(len(cards), 1)
            self.press_often(house, BORIS, 'Одобрить')
            self.assertEqual(house.deadline(TASK), wanted)
            rows = [row for row in house.task(TASK)['history'] if row['field'] == 'DEADLINE']
            self.assertEqual(len(rows), 3)
            news = [each for each in house.bot_messages(MARIA) if each['text'].startswith('✅ Новый срок')]
            self.assertEqual(len(news), 1)

    def test_approved_and_rejected_in_one_moment(self):
        for _ in range(3):
            with House(portal_options=('--bucket', 'off')) as house:
                before = house.deadline(TASK)
                wanted = house.move(MARIA, TASK, house.days_later(TASK, 1))
                for label in ('Запросить перенос на', 'Клиент попросил', 'Отправить'):
                    house.press(MARIA, label)
                    house.quiet()
                taps = [house.button(BORIS, label) for label in ('Одобрить', 'Отклонить')]
                with concurrent.futures.ThreadPoolExecutor(2) as pool:
                    list(pool.map(lambda tap: house.act(BORIS, 'press', message=tap[0]['id'], button=tap[1]), taps))
                house.quiet()
                moved = house.deadline(TASK) == wanted   # whichever tap came first decides
                self.assertTrue(moved or house.deadline(TASK) == before)
                rows = [row for row in house.task(TASK)['history'] if row['field'] == 'DEADLINE']
                self.assertEqual(len(rows), 3 if moved else 2)


if __name__ == '__main__':
    unittest.main(verbosity=2)
