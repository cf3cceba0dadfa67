#!/usr/bin/env python3
"""Fails when a file includes what its floor may not know. Usage: check_floors.py ROOT

locale <- dialogs <- storage <- bot. Storage sees of dialogs the vocabulary only. Only bot/net (and the sandbox's own
sockets) see Beast and OpenSSL's TLS. The sandbox shares nothing with the bot: they meet on the wire.
"""
import pathlib
import re
import sys

VOCABULARY = tuple(f'dialogs/{name}.hpp' for name in
                   ('task', 'people', 'request', 'message', 'memory', 'steps', 'items'))
MAY_SEE = {  # folder -> what it may include; the longest folder that fits decides
    'locale': ('locale/', 'boost/locale/', 'date/'),
    'dialogs': ('dialogs/', 'locale/'),
    'storage': ('storage/', *VOCABULARY, 'locale/instant.hpp', 'sqlite3.h', 'boost/json', 'openssl/'),
    'bot/wire': ('bot/wire/', 'dialogs/', 'locale/', 'boost/assert', 'boost/json', 'boost/system', 'boost/url'),
    'bot/net': ('bot/net/', 'boost/', 'openssl/'),
    'bot': ('bot/', 'dialogs/', 'storage/', 'locale/', 'boost/asio', 'boost/json', 'boost/system', 'boost/url',
            'CLI/', 'toml++/', 'spdlog/'),
    'sandbox': ('sandbox/', 'boost/', 'openssl/', 'date/'),
}
SYSTEM = re.compile(r'^(sys/|[a-z_0-9]+\.h$)')   # <sys/stat.h>, <unistd.h>: the bot and storage may ask the machine
MACHINE = ('storage', 'bot', 'bot/net', 'sandbox')
INCLUDE = re.compile(r'\s*#\s*include\s*["<]([^">]+)[">]')


def complaints(root):
    for top in ('locale', 'dialogs', 'storage', 'bot', 'sandbox'):
        for file in sorted((root / top).rglob('*.?pp')):
            name = file.relative_to(root).as_posix()
            floor = max((f for f in MAY_SEE if name.startswith(f + '/')), key=len)
            for number, line in enumerate(file.read_text(encoding='utf-8').splitlines(), 1):
                found = INCLUDE.match(line)
                if not found or ('/' not in found[1] and '.' not in found[1]):
                    continue
                target = found[1]
                if target.startswith(MAY_SEE[floor]) or (floor in MACHINE and SYSTEM.match(target)):
                    continue
                yield f'{name}:{number}: {floor} may not include {target}'


bad = list(complaints(pathlib.Path(sys.argv[1])))
print('\n'.join(bad) if bad else 'every floor knows only what it may')
sys.exit(bool(bad))
