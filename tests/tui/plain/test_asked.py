"""Words that the command line tells are words that it takes."""

from __future__ import annotations

import pytest

from store import language
from store.exchange.kinds import CONDITION_WORDS
from store.language import _
from store.sharing.words import CONDITION
from tui.plain import asked


@pytest.mark.parametrize("spoken", language.LANGUAGES)
def test_a_condition_is_meant_by_the_word_that_lists_have_for_it(spoken: str) -> None:
    language.speak(spoken)
    for condition, name in CONDITION.items():
        assert asked.meant(_(name), CONDITION_WORDS, CONDITION) == condition
        assert asked.meant(condition, CONDITION_WORDS, CONDITION) == condition
    assert asked.meant("shiny", CONDITION_WORDS, CONDITION) is None
