"""The servers that are measured: each is started anew, on a fresh database, for one run."""
import contextlib
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / 'tests' / 'e2e'))
from house import BIN, House, Port, http  # noqa: E402

SERVER_CPU, CLIENT_CPU = {0}, {1}   # the same for all
TOKEN, MEMBER = '51856fefc120afa4b628cc82d3935cce', 'a223c6b3710f85df22e9377d6c4f7553'


def pinned(cpus):
    """For Popen: the process stays on these processors, where the machine has them."""
    return lambda: os.sched_setaffinity(0, cpus & os.sched_getaffinity(0) or os.sched_getaffinity(0))


class Door:
    """A server that is measured, seen from outside: where its door is and what it used."""

    def __init__(self, process, port, path='/event', token=TOKEN, member=MEMBER):
        self.process, self.port, self.path, self.token, self.member = process, port, path, token, member

    def cpu_seconds(self):
        total = 0
        for thread in pathlib.Path(f'/proc/{self.process.pid}/task').iterdir():
            total += int((thread / 'schedstat').read_text().split()[0])
        return total / 1e9

    def forget_peak(self):
        pathlib.Path(f'/proc/{self.process.pid}/clear_refs').write_text('5')

    def peak_mb(self):
        status = pathlib.Path(f'/proc/{self.process.pid}/status').read_text()
        return int(next(line for line in status.splitlines() if line.startswith('VmHWM')).split()[1]) / 1024


@contextlib.contextmanager
def running(command, port):
    process = subprocess.Popen(command, preexec_fn=pinned(SERVER_CPU), stdout=subprocess.DEVNULL)
    try:
        wait_for(process, port)
        yield Door(process, port)
    finally:
        process.kill()
        process.wait()


def wait_for(process, port):
    end = time.monotonic() + 20
    while not answers(port):
        if process.poll() is not None or time.monotonic() > end:
            raise SystemExit(f'{process.args} does not start')
        time.sleep(0.02)


def answers(port):
    try:
        return bool(http(f'http://127.0.0.1:{port}/'))
    except OSError:
        return False


@contextlib.contextmanager
def some_port():
    port = Port()
    try:
        yield port.number
    finally:
        port.give_back()


@contextlib.contextmanager
def bare():
    with some_port() as port, running([BIN / 'bare-server', str(port)], port) as door:
        yield door


@contextlib.contextmanager
def fastify(script):
    folder = tempfile.mkdtemp(prefix='guard-bench-')
    command = ['node', HERE / 'peers' / script, '', folder + '/inbox.db', TOKEN]
    try:
        with some_port() as port:
            command[2] = str(port)
            with running(command, port) as door:
                yield door
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class PinnedHouse(House):
    """The real bot, installed on a sandbox portal, which shares the client's processor."""

    def run(self, command, log, **how):
        return super().run(command, log, preexec_fn=pinned(SERVER_CPU if log == 'bot' else CLIENT_CPU), **how)

    def door(self):
        state = self.control('state')
        path = state['bindings'][0]['handler'].removeprefix(self.handler)
        return Door(self.bot, self.bot_port, path, state['applicationToken'], state['memberId'])


@contextlib.contextmanager
def guard(engine_works=True, fill=None):
    """`fill`: a command that is given the path of the installed bot's database and puts a large company into it."""
    with PinnedHouse() as house:
        if fill:
            house.stop_bot()
            subprocess.run([*fill.split(), house.folder / 'guard.db'], check=True)
            house.start_bot()
            house.until_ready()
        door = house.door()
        if not engine_works:   # its portal never answers: it waits
            house.portal.send_signal(signal.SIGSTOP)
        try:
            yield door
        finally:
            house.portal.send_signal(signal.SIGCONT)


SERVERS = {
    'deadline-guard': guard,
    'deadline-guard, engine waiting': lambda: guard(engine_works=False),
    'bare Beast': bare,
    'Fastify, batched': lambda: fastify('batched.mjs'),
    'Fastify': lambda: fastify('one_by_one.mjs'),
}
