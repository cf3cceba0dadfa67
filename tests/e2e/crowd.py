"""Many people with many tasks, and what a wave of changes costs and leaves behind.

    with House(install=False) as house:
        crowd = Crowd(house, people=8, tasks=1000)
        crowd.postpone()
        crowd.settle()
        crowd.wrong_tasks()   # {}
"""
import collections
import sqlite3
import time

from house import BORIS, SERVICE, moment

DUE = '2027-03-03T15:00:00Z'   # far enough away for any day the tests are run on
CARD = 'old'


class Crowd:
    """Managers under Борис whom the bot has told of itself, each with his share of the tasks; the bot is up and quiet."""

    def __init__(self, house, people=8, tasks=1000, patience_s=180):
        self.house = house
        house.patience_s = patience_s
        house.kill_bot()
        self.people = self.mass('make_people', count=people, department=5)['people']
        house.start_bot()
        house.install()
        house.until('all are told of the bot', lambda: all(map(house.bot_messages, self.people)))
        self.tasks = self.mass('make_tasks', count=tasks, responsibles=self.people, creator=BORIS, due=DUE, card=CARD)['tasks']
        self.settle(known=len(self.tasks))
        self.wait_for_an_empty_bucket()
        self.start_counting()

    def wait_for_an_empty_bucket(self):
        """Making the crowd took requests of its own."""
        self.house.until('the bucket is empty', lambda: self.counted()['bucket'] < 2)

    def start_counting(self):
        self.before = {who: self.house.last_id(who) for who in self.people}
        self.house.control('requests/reset', {})
        self.log_from = self.log_end()

    def mass(self, do, **what):
        return self.house.control('act', {'user': SERVICE, 'do': do, **what})

    def postpone(self, tasks=None, days=1, by=0):
        return self.mass('mass_deadline', tasks=self.tasks if tasks is None else tasks, days=days, by=by)['changed']

    # ---- What the bot has on its disk.

    def rows(self, query, *values):
        with sqlite3.connect(f'file:{self.house.folder}/guard.db?mode=ro', uri=True, timeout=20) as disk:
            out = disk.execute(query, values).fetchall()
        disk.close()
        return out

    def number(self, query, *values):
        return self.rows(query, *values)[0][0]

    def put_back(self):
        return self.number("SELECT count(*) FROM journal WHERE kind = 'put_back'")

    def settle(self, known=0, put_back=0):
        """Until that many tasks are known and were put back, and nothing is under way."""
        house = self.house
        house.until(f'{known} tasks are known', lambda: house.revive() or self.number(
            'SELECT count(*) FROM task WHERE id >= ?', min(self.tasks)) >= known)
        house.until(f'{put_back} are put back', lambda: house.revive() or self.put_back() >= put_back)
        house.until('the queue is read', lambda: house.revive() or house.way != 'pull' or house.control('state')['offline'] == 0)
        house.quiet()
        house.until('notices are told', lambda: house.revive() or not self.number('SELECT count(*) FROM held_notice'))
        house.quiet()

    # ---- What the portal saw.

    def log_end(self):
        return max((each['id'] for each in self.house.control('log')), default=0)

    def requests(self):
        """HTTP requests since the crowd stood ready, by kind."""
        kinds = collections.Counter()
        for each in self.house.control(f'log?after={self.log_from}'):
            if each['kind'] == 'request':
                kinds[kind_of(each)] += 1
        return kinds

    def counted(self):
        return self.house.control('requests')

    def told(self, who):
        """What the bot has told somebody since the crowd stood ready."""
        return [each['text'] for each in self.house.bot_messages(who) if each['id'] > self.before[who]]

    # ---- How it must end.

    def deadlines(self):
        everything = {int(each['id']): each['deadline'] for each in self.house.control('state')['tasks']}
        return {task: moment(everything[task]) for task in self.tasks}

    def due_dates(self):
        return dict.fromkeys(self.tasks, moment(DUE))

    def wrong_tasks(self, moves=1):
        """Tasks that do not stand at the old date, or whose history is not each move followed by one that puts back."""
        everything = {int(each['id']): each for each in self.house.control('state')['tasks']}
        wrong = {}
        for id_ in self.tasks:
            rows = [row for row in everything[id_]['history'] if row['field'] == 'DEADLINE']
            bots = sum(row['userId'] == SERVICE for row in rows)
            if moment(everything[id_]['deadline']) != moment(DUE) or len(rows) != moves + bots or not bots <= moves:
                wrong[id_] = [(row['userId'], row['from'], row['to']) for row in rows]
        return wrong


def kind_of(entry):
    methods = str(entry['params']) if entry['method'] == 'batch' else entry['method'] + str(entry['params'])
    for words, kind in (('imbot.v2.Event.get', 'poll'), ('event.offline', 'poll'), ('tasks.task.update', 'write'),
                        ('Message.send', 'message'), ('Message.update', 'message'), ('CHANGED_DATE', 'sweep')):
        if words in methods:
            return kind
    return 'look'


def milliseconds(since):
    return (time.monotonic() - since) * 1000


def percentiles(values):
    ranked = sorted(values)
    return ', '.join(f'p{rank} {ranked[round(rank / 100 * (len(ranked) - 1))]:.0f} ms' for rank in (50, 95, 99))
