"""`deadline-guard connect` as a person uses it: signs in by the link and pastes the address the browser was sent to."""
import re
import subprocess
import urllib.error
import urllib.request

from house import BIN, SERVICE


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


def signed_in(link, user=SERVICE):
    """Where the browser is sent to once somebody has signed in and agreed."""
    try:
        urllib.request.build_opener(NoRedirect).open(f'{link}&user={user}', timeout=20)
    except urllib.error.HTTPError as answer:
        with answer:
            return answer.headers['Location']
    raise AssertionError('no redirect')


def connect(house, address_of=signed_in):
    """Gives the exit code and what it said."""
    command = [BIN / 'deadline-guard', 'connect', '--config', house.config, '--portal', house.portal_url]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          env={'DEADLINE_GUARD_CLIENT_SECRET': 'sandbox-secret'}) as running:
        said = ''
        while 'oauth/authorize' not in said:
            line = running.stdout.readline()
            if not line:
                break
            said += line
        link = re.search(r'http\S+', said)
        rest, _ = running.communicate((address_of(link.group()) if link else '') + '\n', timeout=30)
        return running.returncode, said + rest
