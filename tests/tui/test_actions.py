"""The table of actions, and what is made from it."""

from __future__ import annotations

from collections import Counter

import pytest

from store import deeds, language
from store.access.roles import WRITE_FILE
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
from tui.widgets.bar import KeyBar, KeyHint

# Cells of the help's columns in a window of 80.
HELP_NAME = 18
HELP_TEXT = 51

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
@pytest.mark.parametrize("width", [60, 80])
def test_the_footer_keeps_undo_help_and_quit(room: type[Room], width: int) -> None:
    hints = [
        KeyHint(a.shown, a.label, priority=a.priority, always=a.always)
        for a in room.OFFERED
        if a.priority
    ]
    (line,) = KeyBar(hints).draw(width, 1)
    text = "".join(span for span, _style in line)
    assert all(word in text for word in ("undo", "help", "quit"))


@pytest.mark.parametrize("spoken", ["en", "zh_CN"])
def test_what_the_programmes_keys_do_fits_in_the_help_at_80_columns(spoken: str) -> None:
    language.speak(spoken)
    for action in actions.ACTIONS.values():
        if action.topic in (actions.PROJECTS, actions.PROPOSALS):
            assert cells.width(actions.label(action)) <= HELP_NAME, action.id
            assert cells.width(language._(action.help)) <= HELP_TEXT, action.id
