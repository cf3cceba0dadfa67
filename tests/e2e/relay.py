"""Stands between two programs that speak HTTP and can stop the world at any exchange.

    relay = Relay(port_of_the_other_side)      # whoever asks at relay.port is answered by the other side
    relay.strike_at(7, 'before', deed)         # the 7th request from now on reaches nobody; deed() runs
    relay.strike_at(7, 'after', deed)          # it is done, but its answer reaches nobody; deed() runs
    relay.shut = True                          # nobody is heard any more
"""
import itertools
import socket
import threading

BODY_MAX = 64 << 20


class Relay:
    def __init__(self, upstream_port, port):
        self.upstream_port, self.port = upstream_port, port
        self.lock = threading.Lock()
        self.seen = []        # first lines of the requests since the last strike_at
        self.plan = None
        self.shut = False
        self.listener = lambda text: None   # is told each message that passes
        self.door = socket.create_server(('127.0.0.1', port), backlog=64)
        threading.Thread(target=self._admit, daemon=True).start()

    def close(self):
        self.door.close()

    def strike_at(self, number, moment, deed):
        with self.lock:
            self.seen, self.plan = [], (number, moment, deed)

    def count(self):
        with self.lock:
            return len(self.seen)

    def _admit(self):
        while True:
            try:
                line, _ = self.door.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(line,), daemon=True).start()

    def _serve(self, line):
        with line, line.makefile('rb') as asking:
            try:
                while self._exchange(line, asking):
                    pass
            except OSError:
                pass   # one of the sides is gone: so is the connection

    def _exchange(self, line, asking):
        request = read_message(asking)
        if not request or self.shut:
            return False
        self.listener(request.decode(errors='replace'))
        with self.lock:
            self.seen.append(request.split(b'\r\n', 1)[0].decode(errors='replace'))
            number, moment, deed = self.plan or (0, '', None)
            mine = number == len(self.seen)
        if mine and moment == 'before':
            deed()
            return False
        with socket.create_connection(('127.0.0.1', self.upstream_port), timeout=30) as upstream:
            upstream.sendall(request)
            with upstream.makefile('rb') as answering:
                answer = read_message(answering)
        self.listener(answer.decode(errors='replace'))
        if mine:
            deed()
            return False
        if not answer:
            return False
        line.sendall(answer)
        return True


def read_message(stream):
    """A whole HTTP message with a Content-Length (or without a body); b'' when there is none."""
    head = b''.join(itertools.takewhile(lambda each: each not in (b'\r\n', b''), iter(stream.readline, None)))
    if not head:
        return b''
    length = 0
    for field in head.split(b'\r\n')[1:]:
        name, _, value = field.partition(b':')
        if name.strip().lower() == b'content-length':
            length = int(value)
    body = stream.read(min(length, BODY_MAX))
    return head + b'\r\n' + body if len(body) == length else b''
