"""The language that the program speaks: one gettext catalogue per process.

Strings are marked with `_` where they are said, and with `N_` where they are only written down.
"""

from __future__ import annotations

import gettext
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import reduce

CATALOGUES = os.path.join(os.path.dirname(__file__), "locale")
LANGUAGES = ("zh_CN", "en")

_spoken: gettext.NullTranslations = gettext.NullTranslations()
_language = "en"


def choose(asked: str | None, environ: Mapping[str, str]) -> str:
    """The language to speak: as asked, else as the locale variables say, else English.

    Any Chinese locale (`zh`, `zh_TW.UTF-8`, …) answers with `zh_CN`.
    """
    wanted = asked or next(
        (environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environ.get(name)), "en"
    )
    return "zh_CN" if wanted.lower().startswith("zh") else "en"


def speak(language: str) -> None:
    """Say everything from now on in `language`, one of LANGUAGES."""
    global _spoken, _language
    _language = language
    _spoken = gettext.NullTranslations()
    if language != "en":
        catalogue = os.path.join(CATALOGUES, language, "LC_MESSAGES", "qiaomen.mo")
        # A source tree whose catalogues are not compiled speaks English.
        with suppress(FileNotFoundError), open(catalogue, "rb") as file:
            _spoken = gettext.GNUTranslations(file)


def current() -> str:
    """The language spoken now, one of LANGUAGES."""
    return _language


def other() -> str:
    """The language that is not spoken now."""
    return next(language for language in LANGUAGES if language != _language)


def _(message: str) -> str:
    """`message` in the language spoken now."""
    return _spoken.gettext(message)


def ngettext(one: str, many: str, count: int) -> str:
    """`one` or `many` in the language spoken now, as `count` asks."""
    return _spoken.ngettext(one, many, count)


def listed(words: Iterable[str]) -> str:
    """`words` in a row, as the language spoken now sets them apart."""
    return _(", ").join(words)


def in_turn(sentences: Iterable[str]) -> str:
    """`sentences` one behind the other, as the language spoken now sets them apart."""
    return reduce(lambda said, more: _("{said} {more}").format(said=said, more=more), sentences)


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for "translate later"
    """Mark `message` for the catalogue; it is said later through `_`."""
    return message
