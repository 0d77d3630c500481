"""The table of actions, and what is made from it."""

from __future__ import annotations

import re
from collections import Counter
from itertools import product

import pytest

from store import calendar, deeds, language
from store.access.roles import WRITE_FILE
from tests.conftest import TODAY
from tui import actions, cells
from tui.deed import DeedScreen
from tui.exchange import ImportRoom
from tui.farm.draft import DraftRoom
from tui.farm.member import MemberScreen
from tui.farm.members import MembersScreen
from tui.farm.preview import PreviewScreen
from tui.farm.rota import RotaRoom
from tui.farm.shift import ShiftScreen
from tui.farm.why import WhyScreen
from tui.help import COLUMNS
from tui.history import HistoryScreen
from tui.neighbours.erasing import ReceiptRoom
from tui.neighbours.residents import Residents
from tui.neighbours.welcome import Welcome
from tui.opendays.room import CalendarRoom
from tui.programme.project import ProjectScreen
from tui.programme.proposals import ProposalsRoom
from tui.programme.ranking import RankingScreen
from tui.programme.result import ResultScreen
from tui.programme.room import ProjectsRoom
from tui.programme.selection import SelectionScreen
from tui.programme.what_if import WhatIfScreen
from tui.room import Room
from tui.rules.room import RulesRoom
from tui.sharing.closures import ClosurePreview
from tui.sharing.inventory import GridRoom
from tui.sharing.loan import LoanRoom
from tui.sharing.overdue import OverdueRoom
from tui.widgets import keyhelp
from tui.widgets.bar import KeyBar, KeyHint
from tui.widgets.listing import LEAD

ROOMS = (
    GridRoom, OverdueRoom, LoanRoom, Residents, Welcome, ImportRoom, CalendarRoom, ClosurePreview,
    RulesRoom, RotaRoom, DraftRoom, ShiftScreen, MembersScreen, MemberScreen, PreviewScreen,
    WhyScreen, ProjectsRoom, ProjectScreen, RankingScreen, WhatIfScreen, ProposalsRoom,
    ResultScreen, SelectionScreen, HistoryScreen, DeedScreen, ReceiptRoom,
)  # fmt: skip


@pytest.mark.parametrize("room", ROOMS)
def test_every_action_offered_can_be_done(room: type[Room]) -> None:
    missing = [a.id for a in room.OFFERED if not callable(getattr(room, f"do_{a.id}", None))]
    assert missing == []


@pytest.mark.parametrize("room", ROOMS)
def test_no_key_does_two_things(room: type[Room]) -> None:
    keys = Counter(key for action in room.OFFERED for key in action.keys)
    assert [key for key, count in keys.items() if count > 1] == []


def test_every_action_has_a_text_for_people() -> None:
    assert all(action.label and action.help and action.shown for action in actions.ACTIONS.values())


def test_every_action_that_changes_something_names_a_deed_there_is() -> None:
    named = {action.deed for action in actions.ACTIONS.values()} - {""}
    assert named - deeds.TOLD.keys() == {WRITE_FILE}


def test_what_no_deed_is_named_for_only_shows_copies_or_asks_the_store_itself() -> None:
    others = {
        action.id
        for action in actions.ACTIONS.values()
        if not action.deed and action.topic not in ("Moving about", "The desk")
    }
    assert others == {
        "mark", "copy", "loan", "residents", "confirm", "copy_shift", "copy_shifts", "members",
        "view", "next_team", "to_today", "why", "project_view", "only_late",
        "next_dimension", "urban_rural", "next_status", "all_projects", "search_projects",
        "ranking", "copy_late", "what_if", "other_figures", "selection",
        "who_is_missing", "selection_rule", "completion",
    }  # fmt: skip


@pytest.mark.parametrize("room", ROOMS)
@pytest.mark.parametrize("spoken", ["en", "zh_CN"])
def test_the_footer_keeps_undo_help_and_quit(room: type[Room], spoken: str) -> None:
    language.speak(spoken)
    for width, enabled in product((40, 60, 80), (True, False)):
        hints = [
            KeyHint(a.shown, actions.label(a), enabled, a.priority, a.always)
            for a in room.OFFERED
            if a.priority
        ]
        (line,) = KeyBar(hints).draw(width, 1)
        text = "".join(span for span, _style in line)
        assert cells.width(text) <= width
        for kept in ("undo", "help", "quit"):
            assert actions.label(actions.ACTIONS[kept]) in text


@pytest.mark.parametrize("width", [40, 60, 80])
@pytest.mark.parametrize("said", ["until it is pressed", "a long sentence " * 9])
def test_what_is_said_in_the_keys_place_leaves_the_last_three(said: str, width: int) -> None:
    always = [KeyHint(key, label, always=True) for key, label in (("u", "undo"), ("q", "quit"))]
    bar = KeyBar([KeyHint("l", "lend"), *always])
    bar._instead = said
    (line,) = bar.draw(width, 1)
    text = "".join(span for span, _style in line)
    assert cells.width(text) <= width
    assert re.search("u( undo)?  q( quit)?$", text)
    assert text.startswith(said[: width - 8])


@pytest.mark.parametrize("spoken", ["en", "zh_CN"])
@pytest.mark.parametrize("width", [60, 80, 120])
def test_a_line_of_the_help_is_never_cut(width: int, spoken: str) -> None:
    language.speak(spoken)
    key, name, text = cells.share(
        *zip(*((c.width, c.flex, c.priority) for c in COLUMNS), strict=True), width - LEAD
    )
    for action in actions.ACTIONS.values():
        assert cells.width(action.shown) <= key, action.id
        assert not name or cells.width(actions.label(action)) <= name, action.id
        assert cells.width(language._(action.help)) <= text, action.id


@pytest.mark.parametrize("spoken", ["en", "zh_CN"])
def test_a_line_of_the_help_in_forms_and_questions_is_never_cut(spoken: str) -> None:
    language.speak(spoken)
    key, text = (column.width for column in keyhelp.COLUMNS)
    for line in keyhelp.OF_FORMS + keyhelp.OF_DAYS + keyhelp.OF_QUESTIONS:
        assert cells.width(language._(line.shown)) <= key, line
        assert cells.width(language._(line.help)) <= text, line


def test_the_days_that_the_help_of_a_form_names_are_understood() -> None:
    for line in keyhelp.OF_DAYS:
        for typed in line.shown.split():
            assert calendar.parse_day(typed, TODAY)
