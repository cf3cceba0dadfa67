"""Portals that lack something, by every way in: the main story ends there as on a portal that has it all.

A silent move is put back, Мария asks for more time, Борис approves, the task has its new date: with the same words and buttons for everybody.
"""
import concurrent.futures
import os
import unittest

from house import House
from people import Story, difference

AT_ONCE = 4
WAYS = ('push', 'pull', 'webhook')
LACKS = ('offline_extended', 'new_card', 'v3', 'v3_page', 'calendar', 'auth_connector', 'imbot.v2.Revision.get', 'feature.get')
FAST = ('--bucket', 'off')
KINDS = {'box': ('--kind', 'box'), **{f'without {part}': ('--without', part) for part in LACKS}}
PLANS = [(kind, way) for kind in KINDS for way in WAYS] + [('without imbot.v2', 'push')]
KINDS['without imbot.v2'] = ('--without', 'imbot.v2')


def ends_as(expected, told, kind):
    """What differs. Where the bot has to assume the working time, it counts days and hours otherwise than the portal's calendar."""
    if kind == 'without calendar':
        expected, told = ({**each, 'chats': {who: len(messages) for who, messages in each['chats'].items()}} for each in (expected, told))
    return difference(expected, told)


def live(way, options=()):
    with House(install=False, way=way, portal_options=(*FAST, *options)) as house:
        told = Story(house).live()
        assert house.readiness()['given_up'] == 0, house.last_words()
        code, said = house.doctor()
        assert code == 0, said
        return told


class LesserPortals(unittest.TestCase):
    def test_the_story_ends_as_on_a_portal_that_has_it_all(self):
        with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
            expected = dict(zip(WAYS, pool.map(live, WAYS)))

            def one(plan):
                kind, way = plan
                try:
                    wrong = ends_as(expected[way], live(way, KINDS[kind]), kind)
                except Exception as trouble:   # a story that cannot be lived to its end is a failure like others
                    wrong = f'{type(trouble).__name__}: {trouble}'
                return f'== {kind} ({way})\n{wrong}' if wrong else ''
            only = os.environ.get('GUARD_KIND', '')
            failures = [each for each in pool.map(one, [plan for plan in PLANS if only in plan[0]]) if each]
        if failures:
            self.fail(f'{len(failures)} of {len(PLANS)} ended wrong\n' + '\n\n'.join(failures))

    def test_old_bots_cannot_be_polled_and_it_is_said(self):
        state = 'old_bots_cannot_be_polled'
        for way in ('pull', 'webhook'):
            with self.subTest(way=way), House(install=False, way=way, portal_options=(*FAST, *KINDS['without imbot.v2'])) as house:
                if way == 'pull':
                    house.control('install', {})
                readiness = house.until('readiness says so', lambda: house.readiness()['portal'] == state and house.readiness())
                self.assertFalse(readiness['ready'])
                self.assertIn('public_url', readiness['way_out'])
                house.until('so does the log', lambda: f'state now={state} way_out=' in house.bot_log())
                code, said = house.doctor()
                self.assertEqual(code, 1)
                self.assertIn(f'! state: {state}', said)
                self.assertIn(readiness['way_out'], said)


if __name__ == '__main__':
    unittest.main(verbosity=2)
