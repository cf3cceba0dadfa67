"""The portal refuses everything for a while. Once it is mended, a bot that asks for events goes on by itself and has lost nothing."""
import concurrent.futures
import unittest

from house import MARIA, House

TASK = 8017
ACCESS = {'inactive': 'must_authorize_again', 'unpaid': 'refused_plan', 'maintenance': 'fine'}
REQUESTS_MAX = 20   # in a trouble of some seconds: far from a storm


def live(kind):
    with House(way='pull', portal_options=('--bucket', 'off')) as house:
        before = house.deadline(TASK)
        house.control('trouble', {'kind': kind})
        house.control('requests/reset', {})
        house.move(MARIA, TASK, house.days_later(TASK, 1))
        house.until('polls fail', lambda: 'poll_failed' in house.bot_log())
        house.until('it says what is wrong', lambda: house.readiness()['access'] == ACCESS[kind])
        asked = house.control('requests')['http']
        assert asked <= REQUESTS_MAX, asked
        house.control('trouble', {'kind': 'mended'})
        house.until('the deadline is put back', lambda: house.deadline(TASK) == before)
        house.until('all is fine', lambda: house.readiness()['ready'])


class Troubles(unittest.TestCase):
    def test_a_bot_that_asks_goes_on_when_they_are_mended(self):
        with concurrent.futures.ThreadPoolExecutor(len(ACCESS)) as pool:
            list(pool.map(live, ACCESS))


if __name__ == '__main__':
    unittest.main(verbosity=2)
