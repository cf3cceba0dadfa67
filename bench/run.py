"""Measures the bot's door beside other servers, in turn, and prints tables in Markdown. See README.md."""
import argparse
import json
import os
import statistics
import subprocess
import sys

from servers import BIN, CLIENT_CPU, SERVERS, PinnedHouse, guard, pinned
from house import MARIA

LOADS = {
    'steady': ('20,000 task events over 64 connections', ['--events', '20000', '--connections', '64']),
    'burst': ('10,000 task events at once, over 256 connections', ['--events', '10000', '--connections', '256']),
    'presses': ('10,000 presses over 64 connections', ['--events', '10000', '--connections', '64', '--kind', 'press']),
    'fresh': ('5,000 task events, a new connection for each, 64 at a time',
              ['--events', '5000', '--connections', '64', '--fresh']),
}
OURS = 'deadline-guard'


def flood(door, first, options):
    command = [BIN / 'flood', '--port', str(door.port), '--path', door.path, '--token', door.token,
               '--member', door.member, '--first', str(first), *options]
    out = subprocess.run(command, preexec_fn=pinned(CLIENT_CPU), stdout=subprocess.PIPE, check=True).stdout
    return json.loads(out)


def measure(door, loads):
    """One run: a number of loads one after the other, each with tasks of its own."""
    flood(door, 10_000_000, ['--events', '3000', '--connections', '64'])   # warm: caches, compiled code, a grown log
    found = {}
    for k, name in enumerate(loads):
        door.forget_peak()
        cpu = door.cpu_seconds()
        got = flood(door, 11_000_000 + k * 1_000_000, LOADS[name][1])
        if got['accepted'] != got['events']:
            raise SystemExit(f'{got["events"] - got["accepted"]} events of {got["events"]} were refused')
        got['cpu_us'] = (door.cpu_seconds() - cpu) / got['events'] * 1e6
        got['peak_mb'] = door.peak_mb()
        got['rate'] = got['events'] / got['seconds']
        found[name] = got
    return found


def run_all(servers, loads, rounds):
    runs = {name: [] for name in servers}
    for k in range(rounds):
        for name, start in servers.items():
            print(f'round {k + 1} of {rounds}: {name}', file=sys.stderr)
            with start() as door:
                runs[name].append(measure(door, loads))
    return runs


def spread(values, form):
    low, mid, high = min(values), statistics.median(values), max(values)
    return f'{mid:{form}} ({low:{form}}–{high:{form}})'


def ratio(runs, name, load):
    """Ours by theirs, of the same round."""
    pairs = zip(runs[OURS], runs[name])
    return spread([ours[load]['rate'] / theirs[load]['rate'] for ours, theirs in pairs], '.2f')


def table(runs, load):
    print(f'\n### {LOADS[load][0]}\n')
    print('| server | accepted a second | last acknowledged after, s | 99 % within, ms | CPU an event, µs | peak memory, MB '
          '| deadline-guard by it |')
    print('|---|---|---|---|---|---|---|')
    for name, found in runs.items():
        of = [each[load] for each in found]
        print(f'| {name} | {spread([x["rate"] for x in of], ".0f")} | {spread([x["seconds"] for x in of], ".3f")} '
              f'| {statistics.median(x["p99_ms"] for x in of):.1f} | {statistics.median(x["cpu_us"] for x in of):.0f} '
              f'| {max(x["peak_mb"] for x in of):.1f} | {ratio(runs, name, load) if OURS in runs else ""} |')


def requests_of_a_revert():
    """HTTP requests from a silent move to a quiet house: the look, the write with its read-back, the message."""
    with PinnedHouse() as house:
        house.control('requests/reset', {})
        due = house.deadline(8017)
        house.move(MARIA, 8017, house.days_later(8017, 1))
        house.bot_says(MARIA, 'снова')
        house.settle()
        assert house.deadline(8017) == due
        counted = house.control('requests')
    print(f'\n### One revert\n\n{counted["http"]} HTTP requests to the portal, {counted["count"]} calls in them: '
          + ', '.join(f'`{name}` {count}' for name, count in sorted(counted['by_method'].items())))


def large_database(fill, loads, rounds):
    """The same door with a large company in the database."""
    runs = run_all({OURS: guard, 'deadline-guard, large database': lambda: guard(fill=fill)}, loads, rounds)
    print('\n## With a large database')
    for load in loads:
        table(runs, load)


def main():
    cli = argparse.ArgumentParser(description=__doc__)
    cli.add_argument('--quick', action='store_true', help='one round, fewer loads')
    cli.add_argument('--rounds', type=int, default=5)
    cli.add_argument('--servers', help='some of them, by their names, with semicolons between')
    cli.add_argument('--loads', default='steady,burst,presses,fresh')
    cli.add_argument('--fill', help='a command that fills the database it is given as its last argument')
    asked = cli.parse_args()
    loads = ['burst', 'presses'] if asked.quick else asked.loads.split(',')
    rounds = 1 if asked.quick else asked.rounds
    wanted = asked.servers.split(';') if asked.servers else SERVERS
    if os.geteuid() == 0:
        os.setpriority(os.PRIO_PROCESS, 0, -5)   # all alike: other work of the machine must not choose the winner
    runs = run_all({name: SERVERS[name] for name in wanted}, loads, rounds)
    print(f'## The door, medians of {rounds} rounds (lowest–highest)')
    for load in loads:
        table(runs, load)
    requests_of_a_revert()
    if asked.fill:
        large_database(asked.fill, loads, rounds)


main()
