#!/usr/bin/env python3
"""Finds co_await where GCC 12.2 compiles it wrongly (crashes, double destruction). Usage: check_awaits.py FILE_OR_FOLDER...

What is left to write:
    co_await f(x);    auto y = co_await f(x);    y = co_await f(x);    co_return co_await f(x);
as a statement of its own (an `if (...)`, `for (...)` or `else` may stand before it), with neither braces nor ?: nor a
capturing lambda in it. So: name the operand first, await second, use the result third.
"""
import pathlib
import re
import sys

NOISE = re.compile(
    r'//[^\n]*|/\*.*?\*/|R"(?P<mark>[^(\s]*)\(.*?\)(?P=mark)"|"(?:\\.|[^"\\\n])*"|(?<![0-9A-Fa-f])\'(?:\\.|[^\'\\\n])+\'', re.S)
CONTROL_HEAD = re.compile(r'(?:else\b|do\b|(?:if|for|while|switch)\b(?:\s+constexpr)?\s*(?=\())')
LABEL = re.compile(r'(?:case\b[^:?]*(?:::[^:?]+)*|default)\s*:(?!:)')
TARGET = re.compile(r'(?:co_return|\(void\)|[^?{}]*[^=!<>+\-*/%&|^?\s]\s*=)?$')
TYPE_HEAD = re.compile(r'(?:namespace|struct|class|union|enum|extern)\b')
SPAWNED_CLOSURE = re.compile(r'\bco_spawn\s*\([^;]*?\[[^\]]+\][^;{]*\{')


def blanked(text):
    """The text without comments and literals, every character still at its place."""
    return NOISE.sub(lambda found: re.sub(r'[^\n]', ' ', found.group()), text)


def closing(text, at):
    """Where the bracket opened at `at` is closed."""
    depth = 0
    for i in range(at, len(text)):
        depth += (text[i] in '([{') - (text[i] in ')]}')
        if depth == 0:
            return i
    return len(text)


def opens_block(before, statement):
    """Whether a `{` after `before` begins statements; else it begins a list of values."""
    if TYPE_HEAD.match(statement) and '(' not in statement:
        return True
    if re.search(r'(?:^|[;{})])$', before) or re.search(r'\b(?:else|do|try|mutable|noexcept|const|override|final)$', before):
        return True
    return re.search(r'\)\s*(?:mutable\s*)?(?:const\s*)?(?:noexcept\s*)?->[^;(){}]*$', before) is not None


def without_heads(prefix):
    """What stands before a co_await, less the control statements and labels it is under."""
    prefix = prefix.lstrip()
    while True:
        head = CONTROL_HEAD.match(prefix) or LABEL.match(prefix)
        if not head:
            return prefix.rstrip()
        end = head.end()
        if prefix[end:end + 1] == '(':
            end = closing(prefix, end) + 1
        prefix = prefix[end:].lstrip()


def awaits(code):
    """Each co_await: its place, where its statement starts, and whether brackets of an expression are around it."""
    frames = [['block', 0]]          # kind of bracket, start of the statement in it
    for token in re.finditer(r'\bco_await\b|[()\[\]{};]', code):
        at, what = token.start(), token.group()
        kind, start = frames[-1]
        if what == 'co_await':
            yield at, start, kind != 'block'
        elif what == '{':
            block = opens_block(code[max(0, at - 300):at].rstrip(), code[start:at].strip())
            frames.append(['block' if block else 'list', at + 1])
        elif what in '([':
            frames.append(['expression', at + 1])
        elif what in ')]}':
            if len(frames) > 1:
                closed = frames.pop()
                if what == '}' and closed[0] == 'block' and frames[-1][0] == 'block':
                    frames[-1][1] = at + 1
        elif kind == 'block':
            frames[-1][1] = at + 1


def rest_of_statement(code, at):
    i = at
    while i < len(code) and code[i] not in ';)]}':
        i = closing(code, i) + 1 if code[i] in '([{' else i + 1
    return code[at:i]


def complaint(code, at, start, inside):
    if inside:
        return 'co_await inside a larger expression: await into a local first'
    if not TARGET.match(' '.join(without_heads(code[start:at]).split())):
        return 'co_await is not the whole right side: await into a local first'
    rest = rest_of_statement(code, at)
    if rest.count('co_await') > 1:
        return 'two co_awaits in one statement'
    if '{' in rest:
        return 'braces beside co_await: name what they make first'
    if '?' in rest:
        return '?: beside co_await: use if and else'
    return None


def complaints(text):
    code = blanked(text)
    for at, start, inside in awaits(code):
        why = complaint(code, at, start, inside)
        if why:
            yield code.count('\n', 0, at) + 1, why
    for found in SPAWNED_CLOSURE.finditer(code):
        after = code[closing(code, found.end() - 1) + 1:].lstrip()
        if after.startswith('('):
            yield code.count('\n', 0, found.start()) + 1, 'the spawned lambda is called: its captures die before it ends'


def sources(paths):
    for path in map(pathlib.Path, paths):
        yield from sorted(path.rglob('*.[ch]pp')) if path.is_dir() else [path]


def main(paths):
    found = [(path, line, why) for path in sources(paths) for line, why in complaints(path.read_text(encoding='utf-8'))]
    for path, line, why in found:
        print(f'{path}:{line}: {why}')
    return 1 if found else 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
