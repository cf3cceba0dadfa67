"""Starts a fresh house for each browser test and runs it: run.py FOLDER_OF_THE_TESTS FOLDER_FOR_SCREENSHOTS

GUARD_PAGE names a folder whose page is served instead of the one built into the portal.
"""
import os
import pathlib
import subprocess
import sys

tests, shots = pathlib.Path(sys.argv[1]), sys.argv[2]
sys.path.insert(0, str(tests.parent / 'e2e'))
from house import House  # noqa: E402

page = os.environ.get('GUARD_PAGE')
options = ['--page', pathlib.Path(page).resolve()] if page else []
passed = 0
for name in ('page.mjs', 'story.mjs', 'desk.mjs'):
    with House(portal_options=options) as house:
        print(f'-- {name}', flush=True)
        outcome = subprocess.run(['node', tests / name, house.portal_url, shots], timeout=300)
        if outcome.returncode:
            print(house.last_words())
            sys.exit(f'{name} failed; screenshots in {shots}')
        passed += 1
print(f'{passed} browser tests passed; screenshots in {shots}')
