"""The story as patient people live it: who sees that nothing came of a tap taps again, as one does.

What must hold at the end is the same however often the bot was killed and whatever the portal did to it: `compare`.
"""
import re

from house import BORIS, MARIA, Refused

TASK = 8017
STEPS = ('move', 'ask', 'reason', 'send', 'approve')


class Story:
    def __init__(self, house, before_step=lambda name: None, after_act=lambda name: None):
        """`before_step(name)` and `after_act(name)` are the places where a test interferes; what is done again is left alone."""
        self.house, self.before_step, self.after_act = house, before_step, after_act
        self.repeated = 0   # how often a person had to do it again

    def live(self, install=True):
        if install:
            install = self.house.until_ready if self.house.way == 'webhook' else (lambda: self.house.control('install', {}))
            self.do('install', install, self.is_installed)
        house = self.house
        before = house.deadline(TASK)
        wanted = house.days_later(TASK, 1)
        self.do('move', lambda: house.move(MARIA, TASK, wanted),
                lambda: house.deadline(TASK) == before and house.has_button(MARIA, 'Запросить перенос на'), by_tap=False)
        self.tap('ask', MARIA, 'Запросить перенос на', lambda: house.has_button(MARIA, 'Клиент попросил'))
        self.tap('reason', MARIA, 'Клиент попросил', lambda: house.has_button(MARIA, 'Отправить'))
        self.tap('send', MARIA, 'Отправить', lambda: house.has_button(BORIS, 'Одобрить'))
        assert house.deadline(TASK) == before, 'nothing moves before the approval'
        self.tap('approve', BORIS, 'Одобрить', lambda: not house.has_button(BORIS, 'Одобрить'))
        house.quiet()
        return self.told()

    def is_installed(self):
        return self.is_on_portal() and self.house.bot_messages(MARIA)

    def tap(self, name, who, label, seen):
        def press():
            message, index = self.house.button(who, label)
            self.house.act(who, 'press', message=message['id'], button=index)
        self.do(name, press, seen)

    def do(self, name, act, seen, by_tap=True):
        """A move of a deadline is done once: the bot must find it. Taps are repeated when nothing came of them."""
        self.before_step(name)
        for attempt in range(5):
            if attempt == 0 or by_tap:
                self.repeated += attempt > 0
                try:
                    act()
                except (Refused, OSError):
                    pass
                if attempt == 0:
                    self.after_act(name)
            if name == 'install' and not self.can_get_ready():
                continue
            self.house.quiet()
            if seen():
                return
        raise AssertionError(f'nothing came of: {name}\n' + self.house.last_words())

    def can_get_ready(self):
        """False: the installation was lost, and nothing but another one helps."""
        def speaks():
            self.house.revive()
            return self.house.readiness()
        state = self.house.until('the bot speaks', speaks)
        return state['portal'] != 'not_installed' and self.is_on_portal()

    def is_on_portal(self):
        return self.house.way == 'webhook' or self.house.control('state')['installed']

    def told(self):
        """What everybody has in the end: the chats with the bot, the history of the deadline, and who waits for what."""
        house = self.house
        shown = {who: [(plain(each['text']), [button.get('text') for button in each['keyboard'] or []])
                       for each in house.bot_messages(who)] for who in everybody(house)}
        rows = [(row['userId'], row['from'], row['to']) for row in house.task(TASK)['history'] if row['field'] == 'DEADLINE']
        bots = len(house.control('state')['bots'])
        return {'chats': shown, 'history': rows, 'deadline': str(house.deadline(TASK)), 'bots': bots}


def everybody(house):
    return [each['id'] for each in house.view(1)['people'] if not each['bot']]


def plain(text):
    """Without what differs from house to house: the portal's address."""
    return re.sub(r'http://127\.0\.0\.1:\d+', '', text)


def difference(expected, seen):
    out = []
    for key in expected:
        if expected[key] == seen[key]:
            continue
        if key != 'chats':
            out.append(f'{key}: expected {expected[key]}, not {seen[key]}')
            continue
        for who in expected[key]:
            one, other = expected[key][who], seen[key].get(who)
            if one != other:
                out.append(f'chat of {who}:\n  expected {one}\n  seen     {other}')
    return '\n'.join(out)
