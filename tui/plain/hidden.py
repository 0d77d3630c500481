"""What was typed behind `--send` is kept out of the process list, where everybody may read it.

The program starts itself anew at once, as the same process, with the URLs in its environment, which
only the same user may read. A short while they are to be seen all the same: an address that is kept
(`qiaomen addresses add`) needs none on the command line.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator

OPTION = "--send"
HANDED_OVER = "QIAOMEN_SEND_TO"
_PLACE = "(hidden)"


def arguments() -> list[str]:
    """The arguments as typed, where no URL of theirs is in the process list any more."""
    handed_over = os.environ.pop(HANDED_OVER, "")
    if handed_over:
        return list(_put_back(sys.argv[1:], handed_over.split("\n")))
    secrets = [url for _place, url in _urls(sys.argv)]
    if secrets:
        _start_anew(secrets)
    return sys.argv[1:]


def _start_anew(secrets: list[str]) -> None:
    command = list(sys.orig_argv)
    for place, url in _urls(command):
        command[place] = command[place].removesuffix(url) + _PLACE
    lines = "\n".join(url.replace("\n", "%0A") for url in secrets)
    try:
        os.execve(sys.executable, command, {**os.environ, HANDED_OVER: lines})
    except (OSError, ValueError):
        return  # a message that arrives is worth more than a command line that nobody reads


def _urls(command: list[str]) -> Iterator[tuple[int, str]]:
    """Where in a command line the URLs to send to stand."""
    for place, argument in enumerate(command):
        url = ""
        if argument.startswith(f"{OPTION}="):
            url = argument.removeprefix(f"{OPTION}=")
        elif place and command[place - 1] == OPTION:
            url = argument
        if "://" in url:
            yield place, url


def _put_back(command: list[str], urls: list[str]) -> Iterator[str]:
    waiting = iter(urls)
    for argument in command:
        if argument in (_PLACE, f"{OPTION}={_PLACE}"):
            yield argument.removesuffix(_PLACE) + next(waiting, _PLACE)
        else:
            yield argument
