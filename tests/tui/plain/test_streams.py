"""On which terminals the desk is drawn."""

from __future__ import annotations

import pytest

from store.errors import Unusable
from tui.plain.streams import refuse_other_encodings


@pytest.mark.parametrize(
    "locale",
    [
        {},
        {"LANG": "zh_CN.UTF-8"},
        {"LC_ALL": "C"},
        {"LANG": "zh_CN.GBK", "LC_ALL": "C.utf8"},
        {"LC_CTYPE": "C.UTF-8"},  # Python's own doing
        {"LANG": "de_DE.UTF-8@euro", "STY": "7.pts-0"},
    ],
)
def test_a_terminal_that_may_know_utf8_is_drawn_on(locale: dict[str, str]) -> None:
    refuse_other_encodings(locale)


@pytest.mark.parametrize(
    "locale",
    [
        {"LANG": "zh_CN.GBK"},
        {"LANG": "C.UTF-8", "LC_ALL": "de_DE.ISO-8859-1"},
        {"LANG": "zh_CN.GB18030", "LC_CTYPE": "C.UTF-8"},
        {"LC_CTYPE": "C.UTF-8", "STY": "7.pts-0"},
        {"LC_ALL": "C", "STY": "7.pts-0"},
    ],
)
def test_a_terminal_that_would_show_something_else_is_told_what_to_do(
    locale: dict[str, str],
) -> None:
    with pytest.raises(Unusable, match="LC_ALL"):
        refuse_other_encodings(locale)
