"""What is answered where something is not understood, refused, left, or not there."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store import history, language
from store.access import people
from store.neighbours import compounds, households, plan
from store.sharing import inventory, lending
from tests.conftest import TODAY
from tests.store.access.making import register
from tests.tui.plain.conversation.conftest import CTRL_C, Talk
from tui.cells import width


@pytest.fixture
def oven(compound: int) -> int:
    """An oven and two drills in 1-101, a third drill in 2-101 that 1-102 has; the oven's number."""
    owner = households.find("1-101").id
    oven = inventory.add_item(owner, name="烤箱", category="厨房")
    for _drill in range(2):
        inventory.add_item(owner, name="drill", category="tools")
    third = inventory.add_item(households.find("2-101").id, name="drill", category="tools")
    lending.check_out(third, households.find("1-102").id, TODAY)
    return oven


def questions(said: str) -> list[str]:
    """What was said from the first question on, a line each, without the goodbye."""
    lines = said.splitlines()
    first = next(place for place, line in enumerate(lines) if line.startswith("What next?"))
    return lines[first:-2]


def test_what_is_not_understood_is_answered_with_what_may_be_typed(oven: int, talk: Talk) -> None:
    said = questions(talk(["f", "drill", "4", "0", "99999999999", "2", "x", "", "h", "9", "?"]))
    not_understood = [line for line in said if "not understood" in line]
    assert not_understood == [
        "“4” is not understood here. Please type 1 to 3, other letters; ? helps.",
        "“0” is not understood here. Please type 1 to 3, other letters; ? helps.",
        "“99999999999” is not understood here. Please type 1 to 3, other letters; ? helps.",
        "“x” is not understood here. Please type l, h; ? helps.",
        "“9” is not understood here. Please type 1 to 7; ? helps.",
    ]
    assert said[-2:] == [
        "1 to 7: choose",
        "Enter alone: back. Ctrl+C: leave the question. q: end.",
    ]


def test_a_refusal_is_said_and_the_conversation_goes_on(oven: int, talk: Talk) -> None:
    said = talk(["l", "烤箱", "1-101", "y", "l", "4", "n", "4", "n", "4", "n", "4", "U"])
    said += talk(["a", "2-103", "tools", "saw", ""])
    refused = [
        "“烤箱” belongs to 1-101; nobody borrows from themselves.",
        "“drill” is lent to 1-102 since Mon 2026-11-23.",
        "“drill” has been renewed 2 times; tools may be renewed no more.",
        "There is nothing to do again.",
        "2-103 is vacant. Please edit the household first.",
    ]
    assert [line for line in said.splitlines() if line in refused] == refused
    assert lending.open_loan_of(inventory.item(4, TODAY))


def test_a_number_is_sought_where_there_is_no_list(oven: int, talk: Talk) -> None:
    said = talk(["r", "zzz", "4"])
    assert "Took back drill (4) from 1-102; it belongs to 2-101." in said


def test_ctrl_c_leaves_the_question_and_no_key_of_an_arrow_is_a_word(oven: int, talk: Talk) -> None:
    said = questions(talk(["l", "烤箱", CTRL_C, "\x1b[A", "l", "烤箱", "2-101", CTRL_C, CTRL_C]))
    assert said.count("Left.") == 3
    assert sum("A key in that line is no letter" in line for line in said) == 1
    assert inventory.item(oven, TODAY).loan_id is None


def test_what_was_not_done_here_is_undone_only_when_that_is_said(
    oven: int, talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history, "_done_here", set())
    assert "Undo “lent drill to 1-102”? y or Enter: " in talk(["u", "no", ""])
    assert inventory.item(4, TODAY).loan_id is not None
    assert "undid: lent drill to 1-102" in talk(["u", "ｙ"])
    assert inventory.item(4, TODAY).loan_id is None


def test_a_new_category_is_made_only_when_that_is_said(compound: int, talk: Talk) -> None:
    typed = [
        "a",
        "1-101",
        "厨房",
        "是",
        "锅",
        "",
        "a",
        "1-101",
        "厨具",
        "",
        "a",
        "1-101",
        "1",
        "盘",
    ]
    assert "“厨具” is a new category. Make it?" in talk(typed)
    items = inventory.items(households.find("1-101").id, TODAY)
    assert [(item.name, item.category) for item in items] == [("锅", "厨房"), ("盘", "厨房")]


def test_it_turns_to_another_compound(oven: int, talk: Talk) -> None:
    compounds.create("晋平街26号院", plan.parse("1: 1 x 1"))
    said = talk(["烤箱", "b", "c", "晋平", "烤箱", ""])
    assert "烤箱 (1) of 1-101, available" in said
    assert "This is 晋平街26号院 now." in said
    assert "Nothing answers to “烤箱”." in said


def test_an_empty_store_says_how_to_begin_and_refuses_politely(store: Path, talk: Talk) -> None:
    said = talk(["o", "w", "", "m", "", "h", "u"]).splitlines()
    assert said[0] == "Qiaomen, no compound yet. Mon 2026-11-23, tester."
    assert "or look at the sample with `qiaomen demo`." in said
    assert "The store holds no compound yet. Please make or import one first." in " ".join(said)
    assert "There is no shift in this week." in said
    assert "No milestone is late." in said
    assert "You have done nothing that could be undone." in " ".join(said)


def test_everybody_does_only_what_their_role_may(oven: int, talk: Talk) -> None:
    register()
    history.act_as("vera")
    said = talk(["l", "烤箱", "2-101", "y", "o"])
    assert "Only a helper or a coordinator may do that, and you are here as a viewer." in said
    assert "Nothing is overdue." in said
    assert inventory.item(oven, TODAY).loan_id is None


def test_who_is_removed_meanwhile_is_told_and_leaves(
    oven: int, talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    register()

    def meanwhile(*_asked: object) -> None:
        history.act_as("chen")
        people.remove("hu", TODAY)
        history.act_as("hu")

    monkeypatch.setattr("tui.plain.conversation.finding.look_for", meanwhile)
    history.act_as("hu")
    said = talk(["somebody removes me", "o"])
    assert said.endswith("You are no longer one of the people of this desk.\n")


@pytest.mark.parametrize("spoken", language.LANGUAGES)
def test_help_and_greeting_fit_80_columns(oven: int, talk: Talk, spoken: str) -> None:
    language.speak(spoken)
    lists = ["f", "?", "drill", "?", "1", "?", "", "l", "?", "烤箱", "?", "2-101", "?", "y"]
    more = [
        "r",
        "?",
        "烤箱",
        "a",
        "?",
        "1-101",
        "?",
        "1",
        "?",
        "",
        "s",
        "1",
        "?",
        "f",
        "?",
        "R",
        "?",
    ]
    said = talk(["?", *lists, *more])
    assert [line for line in said.splitlines() if width(line) > 80] == []


SAID = (
    "", "?", "b", "y", "f", "o", "w", "m", "l", "r", "n", "a", "s", "h", "u", "U", "c", "z", "en",
    "1", "2", "4", "１０", "drill", "烤", "kx", "1-101", "2-102", "]", "[", "R", "i", "+2w", "明天",
    "\x1b[2J", "\u202e3-502", "[/", "{0}", "%s", "\ufffd", "9" * 30, CTRL_C,
)  # fmt: skip


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(typed=st.lists(st.sampled_from(SAID), min_size=20, max_size=40))
def test_whatever_is_typed_there_is_an_answer_and_no_command_to_the_terminal(
    oven: int, talk: Talk, typed: list[str]
) -> None:
    said = talk(typed)
    assert said.endswith("Goodbye.\n") or said.endswith("再见。\n")
    assert all(line.isprintable() for line in said.splitlines())
