"""The ways in where nobody has to reach the bot: `connect` and the offline queue, or an incoming webhook alone."""
import re
import unittest

from connect import connect, signed_in
from house import APPLICATION, BORIS, MARIA, House

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


class Moving(unittest.TestCase):
    """From one way in to another, with the same database: nothing is forgotten, and open requests can be decided."""

    def with_a_request(self, house):
        wanted = house.move(MARIA, TASK, house.days_later(TASK, 1))
        for label in ('Запросить перенос на', 'Клиент попросил', 'Отправить'):
            house.press(MARIA, label)
        house.button(BORIS, 'Одобрить')
        house.quiet()
        house.stop_bot()
        return wanted

    def decide(self, house, wanted):
        house.until_ready()
        house.settle()
        house.talks_with = max(each['id'] for each in house.control('state')['bots'])
        house.press(BORIS, 'Одобрить')
        house.until('the task moves', lambda: house.deadline(TASK) == wanted)

    def edit(self, house, words, others):
        house.config.write_text(house.config.read_text().replace(words, others, 1))

    def give_public_url(self, house):
        house.way = 'push'
        self.edit(house, '[portal]', f'public_url = "{house.bot_url}"\n[portal]')

    def give_application(self, house):
        house.webhook = ''
        self.edit(house, '[portal]', '[portal]\n' + APPLICATION.format(portal=house.portal_url, hosts='"127.0.0.1"'))

    def test_from_connect_to_push(self):
        with House(install=False, way='pull', portal_options=('--bucket', 'off')) as house:
            house.stop_bot()
            self.assertEqual(connect(house)[0], 0)
            house.start_bot()
            house.until_ready()
            wanted = self.with_a_request(house)
            self.give_public_url(house)
            house.start_bot()
            house.until('it says what it needs', lambda: house.readiness()['portal'] == 'door_key_unknown')
            code, said = house.doctor()
            self.assertEqual(code, 1)
            self.assertIn('! state: door_key_unknown', said)
            house.press(BORIS, 'Одобрить')   # kept by the portal
            house.control('install', {})
            house.until('the task moves', lambda: house.deadline(TASK) == wanted)
            self.assertEqual([each['eventMode'] for each in house.control('state')['bots']], ['webhook'])

    def test_from_a_webhook_to_an_application_that_is_posted_to(self):
        with House(way='webhook', portal_options=('--bucket', 'off')) as house:
            wanted = self.with_a_request(house)
            self.give_application(house)
            self.give_public_url(house)
            house.start_bot()
            house.control('install', {})
            self.decide(house, wanted)

    def test_from_a_webhook_to_an_application_that_asks_and_back(self):
        with House(way='webhook', portal_options=('--bucket', 'off')) as house:
            wanted = self.with_a_request(house)
            before, webhook = house.config.read_text(), house.webhook
            self.give_application(house)
            self.assertEqual(connect(house)[0], 0)
            house.way = 'pull'
            house.start_bot()
            self.decide(house, wanted)
            house.stop_bot()
            house.config.write_text(before)
            house.way, house.webhook = 'webhook', webhook
            house.start_bot()
            house.until_ready()

    def test_a_webhooks_bot_without_its_database(self):
        with House(way='webhook', portal_options=('--bucket', 'off')) as house:
            house.stop_bot()
            kept = house.folder / 'kept'
            kept.mkdir()
            for each in house.folder.glob('guard.db*'):   # with its log of what is not in it yet
                each.rename(kept / each.name)
            house.start_bot()
            house.until('it says so', lambda: house.readiness()['portal'] == 'BOT_CODE_ALREADY_TAKEN')
            self.assertIn('! state: BOT_CODE_ALREADY_TAKEN', house.doctor()[1])
            house.stop_bot()
            for each in house.folder.glob('guard.db*'):
                each.unlink()
            for each in kept.iterdir():
                each.rename(house.folder / each.name)
            house.start_bot()
            house.until_ready()


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
