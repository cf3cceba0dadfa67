"""Events as the portal posts them, for a test that posts them itself: many at once, or while the portal sends none."""
import concurrent.futures
import contextlib
import http.client
import urllib.parse

LINES = 8   # at once


class Door:
    def __init__(self, house):
        state = house.control('state')
        self.port, self.bot = house.bot_port, house.bot_id()
        self.path = urllib.parse.urlsplit(next(each['handler'] for each in state['bindings'])).path
        self.auth = {'auth[application_token]': state['applicationToken'], 'auth[member_id]': state['memberId']}

    def touched(self, task):
        return {'event': 'ONTASKUPDATE', 'data[FIELDS_BEFORE][ID]': task, 'data[FIELDS_AFTER][ID]': task}

    def said(self, message, who, text):
        return {'event': 'ONIMBOTV2MESSAGEADD', 'data[bot][id]': self.bot, 'data[message][id]': message,
                'data[message][authorId]': who, 'data[message][text]': text, 'data[user][id]': who,
                'data[user][bot]': 'false', 'data[chat][dialogId]': who, 'data[chat][type]': 'private'}

    def post_all(self, events):
        """Gives how many were taken."""
        with concurrent.futures.ThreadPoolExecutor(LINES) as pool:
            return sum(pool.map(self.post, [events[k::LINES] for k in range(LINES)]))

    def post(self, events):
        taken = 0
        with contextlib.closing(http.client.HTTPConnection('127.0.0.1', self.port, timeout=60)) as line:
            for each in events:
                line.request('POST', self.path, urllib.parse.urlencode({**each, **self.auth}),
                             {'Content-Type': 'application/x-www-form-urlencoded'})
                answer = line.getresponse()
                answer.read()
                taken += answer.status == 200
        return taken
