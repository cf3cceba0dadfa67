#!/usr/bin/env python3
"""Plays the three-minute story on a sandbox portal where the bot is installed, and tells it in the terminal.

Usage: play_story.py http://127.0.0.1:8070      exits 0 when the story ends as it should
"""
import datetime
import json
import re
import sys
import time
import urllib.error
import urllib.request

PORTAL = sys.argv[1].rstrip('/')
MARIA, BORIS, TASK = 27, 13, 8017
PATIENCE_S = 30


def ask(path, body=None):
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(PORTAL + path, data, {'Content-Type': 'application/json'})
    with urllib.request.urlopen(request, timeout=10) as answer:
        return json.load(answer)


def act(user, do, **what):
    return ask('/page/act', {'user': user, 'do': do, **what})


def state(user):
    return ask(f'/page/state?user={user}')


def until(what, find):
    """Asks again until `find` finds something; the portal tells nobody outside a browser when something changes."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        found = find()
        if found:
            return found
        time.sleep(0.1)
    sys.exit(f'The story stopped: {what} did not happen within {PATIENCE_S} s.')


def deadline(user=MARIA):
    return next(task['deadline'] for task in state(user)['tasks'] if task['id'] == TASK)


def bot_messages(user):
    now = state(user)
    bot = now['app']['bot']
    chat = next((chat for chat in now['chats'] if chat['private'] and chat['peer'] == bot), None)
    return [message for message in chat['messages'] if message['authorId'] == bot] if chat else []


def plain(text):
    text = re.sub(r'\[timestamp=(\d+)[^\]]*\]', lambda m: time.strftime('%d.%m %H:%M', time.gmtime(int(m[1]))), text, flags=re.I)
    return re.sub(r'\[/?[a-zA-Z]+(=[^\]]*)?\]', '', text).replace('\u2060', '')


def show(who, message):
    print(f'\n  {who}')
    for line in plain(message['text']).splitlines():
        print(f'    {line}')
    labels = [button['text'] for button in message['keyboard'] or [] if button.get('text')]
    if labels:
        print('    ' + '  '.join(f'[{label}]' for label in labels))


def button(user, label):
    """Waits for a message of the bot that has a button beginning with `label`: the newest such one."""
    def find():
        for message in reversed(bot_messages(user)):
            for index, each in enumerate(message['keyboard'] or []):
                if (each.get('text') or '').startswith(label):
                    return message, index
    return until(f'the button «{label}» for user {user}', find)


def press(user, label, who):
    message, index = button(user, label)
    show(f'Помощник по срокам → {who}', message)
    print(f'    {who}: [{message["keyboard"][index]["text"]}]')
    act(user, 'press', message=message['id'], button=index)


def main():
    before = deadline()
    moment = datetime.datetime.fromisoformat(before.replace('Z', '+00:00')) + datetime.timedelta(days=1)
    while moment.weekday() > 4:
        moment += datetime.timedelta(days=1)
    later = moment.strftime('%Y-%m-%dT%H:%M:%SZ')
    print(f'Мария молча переносит срок задачи {TASK}: {before} → {later}')
    act(MARIA, 'deadline', task=TASK, deadline=later)
    press(MARIA, 'Запросить перенос на', 'Мария')
    if deadline() != before:
        sys.exit('The story stopped: the bot wrote, but the deadline was not put back.')
    print(f'\nСрок снова {before}.')
    press(MARIA, 'Клиент попросил', 'Мария')
    bot = state(MARIA)['app']['bot']
    message, index = button(MARIA, 'Отправить')
    press(MARIA, 'Отправить', 'Мария')
    press(BORIS, 'Одобрить', 'Борис')
    until('the new deadline', lambda: deadline() == later)
    print(f'\nСрок перенесён с согласия Бориса: {later}')
    last = until('the answer to Мария', lambda: next((m for m in reversed(bot_messages(MARIA)) if 'Борис' in m['text'] and not m['keyboard']), None))
    show('Помощник по срокам → Мария', last)
    print('\nИстория сыграна.')


try:
    main()
except urllib.error.URLError as trouble:
    sys.exit(f'The portal at {PORTAL} does not answer: {trouble}')
