#!/usr/bin/env python3
"""Are the catalogues complete, and are all the keys the program says in them?  check_catalogues.py ROOT"""
import pathlib
import re
import sys

LANGUAGES = {"ru": 3, "en": 2}  # plural forms
STRING = r'"((?:[^"\\]|\\.)*)"'
KEY = re.compile(r"[a-z][a-z_]*(\.[a-z0-9_]+)+")
PREFIX = re.compile(r"([a-z][a-z_]*\.)+")
SAID = re.compile(r"\b(say|say_count)\s*\(\s*(?:[\w.>()-]+,\s*)?" + STRING)


def unescaped(text):
    return re.sub(r"\\(.)", lambda found: {"n": "\n", "t": "\t"}.get(found[1], found[1]), text)


def entries(path):
    """key -> (its texts, whether it is plural, whether it is fuzzy), in the order of the file; the header is ''."""
    found = []
    for block in re.split(r"\n\s*\n", path.read_text(encoding="utf-8")):
        lines = [line for line in block.splitlines() if not line.startswith("#")]
        fields = re.findall(r"(msgid|msgid_plural|msgstr(?:\[\d\])?)\s+((?:" + STRING + r"\s*)+)", "\n".join(lines))
        texts = [unescaped("".join(re.findall(STRING, field[1]))) for field in fields]
        names = [field[0] for field in fields]
        if "msgid" not in names:
            continue
        strings = [text for name, text in zip(names, texts) if name.startswith("msgstr")]
        fuzzy = bool(re.search(r"^#,.*fuzzy", block, re.M))
        found.append((texts[names.index("msgid")], strings, "msgid_plural" in names, fuzzy))
    return found


def placeholders(texts):
    return {name for text in texts for name in re.findall(r"\{([^}]*)\}", text)}


def check_one(language, rows, complain):
    seen = set()
    for key, texts, plural, fuzzy in rows:
        if key == "":
            continue
        where = f"{language}.po, {key}: "
        if key in seen:
            complain(where + "twice")
        seen.add(key)
        if not KEY.fullmatch(key):
            complain(where + "a key looks like section.name")
        if fuzzy:
            complain(where + "fuzzy")
        if any(not text.strip() for text in texts) or not texts:
            complain(where + "empty")
        if plural and len(texts) != LANGUAGES[language]:
            complain(where + f"{len(texts)} plural forms, not {LANGUAGES[language]}")
        if plural and any(placeholders([text]) - {"count"} != placeholders(texts) - {"count"} for text in texts):
            complain(where + "plural forms differ in their placeholders")
        for text in texts:
            if not re.fullmatch(r"(?:[^{}]|\{[a-z_]+\})*", text):
                complain(where + "a brace that is no {placeholder}")


def check_pair(left, right, complain):
    ours, theirs = ({row[0]: row for row in rows} for rows in (left[1], right[1]))
    for key in sorted(ours.keys() - theirs.keys()):
        complain(f"{right[0]}.po lacks {key}")
    for key in sorted(theirs.keys() - ours.keys()):
        complain(f"{left[0]}.po lacks {key}")
    for key in ours.keys() & theirs.keys():
        if placeholders(ours[key][1]) != placeholders(theirs[key][1]):
            complain(f"{key}: the languages differ in their placeholders")
        if ours[key][2] != theirs[key][2]:
            complain(f"{key}: plural in one language only")


def check_uses(root, rows, complain):
    plural = {row[0]: row[2] for row in rows}
    for folder in ("locale", "dialogs", "bot"):
        for path in sorted((root / folder).rglob("*.[ch]pp")):
            text = re.sub(r"^\s*#include.*$|//.*$", "", path.read_text(encoding="utf-8"), flags=re.M)
            where = path.relative_to(root)
            for how, key in SAID.findall(text):
                if PREFIX.fullmatch(key):
                    continue
                if key not in plural:
                    complain(f"{where}: no such key: {key}")
                elif plural[key] != (how == "say_count"):
                    complain(f"{where}: {how} of {key}, which is {'' if plural[key] else 'not '}plural")
            if folder == "bot":  # there such strings are names of methods, too
                continue
            for literal in re.findall(STRING, text):
                if KEY.fullmatch(literal) and literal not in plural:
                    complain(f"{where}: no such key: {literal}")
                if PREFIX.fullmatch(literal) and not any(key.startswith(literal) for key in plural):
                    complain(f"{where}: no key begins with {literal}")


def main():
    root = pathlib.Path(sys.argv[1])
    complaints = []
    complain = lambda text: complaints.append(text) if text not in complaints else None
    catalogues = [(language, entries(root / "locale" / f"{language}.po")) for language in LANGUAGES]
    for language, rows in catalogues:
        check_one(language, rows, complain)
    check_pair(*catalogues, complain)
    check_uses(root, catalogues[0][1], complain)
    print("\n".join(complaints) or f"{len(catalogues[0][1]) - 1} keys in {len(catalogues)} languages")
    return 1 if complaints else 0


sys.exit(main())
