"""The ways in where nobody has to reach the bot: `connect` and the offline queue, or an incoming webhook alone."""
import re
import unittest

from connect import connect, signed_in
from house import BORIS, MARIA, House

TASK = 8017


class Connecting(unittest.TestCase):
    def house(self):
        return House(install=False, way='pull', portal_options=('--bucket', 'off'))

    def test_a_link_an_address_and_the_bot_works_without_any_request_to_it(self):
        with self.house() as house:
            house.stop_bot()
            code, said = connect(house)
            self.assertEqual(code, 0, said)
            house.start_bot()
            house.until_ready()
            before = house.deadline(TASK)
            house.move(MARIA, TASK, house.days_later(TASK, 1))
            house.press(MARIA, 'Запросить перенос на')
            self.assertEqual(house.deadline(TASK), before)
            posted = [each for each in house.control('log') if each.get('kind') == 'delivery' or 'delivery' in each]
            self.assertEqual(posted, [])

    def test_what_is_wrong_is_said_and_nothing_is_stored(self):
        with self.house() as house:
            code, said = connect(house)
            self.assertEqual(code, 1)
            self.assertIn('another deadline-guard is running', said)
            house.stop_bot()
            for address, words in ((lambda link: 'nonsense', 'no address'),
                                   (lambda link: house.portal_url + '/?state=x', 'no code'),
                                   (lambda link: signed_in(link).replace('state=', 'state=x'), 'another link'),
                                   (lambda link: re.sub('code=[^&]*', 'code=forged', signed_in(link)), 'gave no tokens'),
                                   (lambda link: signed_in(link, MARIA), 'administrator')):
                code, said = connect(house, address)
                self.assertEqual(code, 1, said)
                self.assertIn(words, said)
                self.assertNotIn('sandbox-secret', said)
            house.start_bot()
            self.assertEqual(house.readiness()['portal'], 'not_installed')


class Doctor(unittest.TestCase):
    def test_tells_what_the_portal_can_do_and_what_replaces_what_it_cannot(self):
        for way, without, said in (('push', 'v3', ('posted by the portal', 'rest_v3: no')),
                                   ('pull', 'offline_extended', ('task_events: the list of tasks', 'extended_offline_queue: no')),
                                   ('webhook', 'calendar', ('task_events: the list of tasks', 'calendar: no'))):
            with self.subTest(way=way), House(way=way, portal_options=('--bucket', 'off', '--without', without)) as house:
                code, text = house.doctor()
                self.assertEqual(code, 0, text)
                for words in said:
                    self.assertIn(words, text)

    def test_tells_what_is_wrong_and_the_way_out(self):
        with House(portal_options=('--bucket', 'off')) as house:
            house.ask('/control/trouble', {'kind': 'revoked'})
            house.control('expire_tokens', {})
            house.move(MARIA, TASK, house.days_later(TASK, 1))
            house.until('it is noticed', lambda: house.readiness()['access'] == 'must_authorize_again')
            code, text = house.doctor()
            self.assertEqual(code, 1)
            self.assertIn('! state: must_authorize_again', text)
            self.assertIn('Reinstall', text)
            house.stop_bot()
            code, text = house.doctor()
            self.assertEqual(code, 1)
            self.assertIn('! running bot: does not answer', text)


class Asked(unittest.TestCase):
    """What happens while a bot that asks is down waits for it on the portal."""

    def down_and_up(self, way):
        with House(way=way, portal_options=('--bucket', 'off')) as house:
            before = house.deadline(TASK)
            wanted = house.move(MARIA, TASK, house.days_later(TASK, 1))
            house.button(MARIA, 'Запросить перенос на')
            house.kill_bot()
            house.press(MARIA, 'Запросить перенос на')
            house.move(MARIA, 8018, house.days_later(8018, 2))
            house.start_bot()
            house.press(MARIA, 'Клиент попросил')
            house.press(MARIA, 'Отправить')
            self.assertEqual(house.deadline(TASK), before)
            house.press(BORIS, 'Одобрить')
            house.until('the task moves', lambda: house.deadline(TASK) == wanted)
            house.bot_says(MARIA, 'снова')

    def test_by_the_offline_queue(self):
        self.down_and_up('pull')

    def test_by_an_incoming_webhook(self):
        self.down_and_up('webhook')


if __name__ == '__main__':
    unittest.main(verbosity=2)
