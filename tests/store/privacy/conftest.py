"""A neighbour who stands wherever one can stand."""

from __future__ import annotations

import tempfile
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from store import database
from store.farm import availability, changes, hours, shift_changes, team
from store.farm.shift_changes import ShiftValues
from store.neighbours import compounds, households, plan
from store.programme import ballots, closing
from store.programme.project_values import PersonRow
from store.sharing import contacts, inventory, lending
from store.sharing.rules import refuse_vacating
from tests.conftest import TODAY, open_fresh, open_unsynced
from tests.store.programme import making

NAME, PHONE, FORMER_PHONE = "钱秀兰", "13912345678", "02887654321"
# What a search finds her by, beside her name.
PINYIN = "qianxiulan"


class Neighbour(NamedTuple):
    """Where she stands."""

    resident: int
    household: int
    loan: int
    member: int
    team: int


@pytest.fixture
def neighbour(store: Path) -> Neighbour:
    """She lives in 1-201, borrows, works in a team, runs a project, proposes, votes for others."""
    content, neighbour = _made()
    database.close_store()
    store.write_bytes(content)
    open_unsynced(store)
    return neighbour


@cache
def _made() -> tuple[bytes, Neighbour]:
    """The file of a store where she stands, made once for all tests."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "desk.db"
        open_fresh(path)
        compounds.create("Test Yard", plan.parse("1: 4 x 3; 2: 4 x 3, 103 vacant"))
        neighbour = _settle()
        database.close_store()
        return path.read_bytes(), neighbour


def _settle() -> Neighbour:
    home, lender = households.find("1-201"), households.find("1-101").id
    households.edit(
        home, name=f"{NAME}家", kind="home", note=f"{NAME}晚上在家", refuse_vacating=refuse_vacating
    )
    resident = households.add_resident(home.id, name=NAME, phone=FORMER_PHONE, note="有狗")
    seen = households.resident_named(home.id, NAME)
    households.edit_resident(seen, name=NAME, phone=PHONE, note="有狗")
    loan = _borrow(lender, home.id, resident)
    member, group = _work(resident)
    making.project(people=(PersonRow(NAME, PHONE), PersonRow("周敏", "")))
    _vote()
    return Neighbour(resident, home.id, loan, member, group)


def _borrow(lender: int, household: int, resident: int) -> int:
    item = inventory.add_item(lender, name="烤箱", category="厨房", note=f"{NAME}修过")
    lent_on = TODAY - timedelta(days=40)
    loan = lending.check_out(
        item, household, TODAY, resident_id=resident, lent_on=lent_on, note=f"{NAME}自己来拿"
    )
    contacts.record([loan.id], "called", TODAY, note=f"打了{PHONE}")
    return loan.id


def _work(resident: int) -> tuple[int, int]:
    group = team.add_team("快乐农夫队", note=f"找{NAME}")
    member = team.add_member(NAME, [group], phone=PHONE, resident_id=resident, note="会开门")
    other = team.add_member("周敏", [group])
    availability.add_absence(member, date(2026, 12, 1), date(2026, 12, 2), "看病")
    availability.set_pair(member, other, "together")
    shift = shift_changes.add(
        ShiftValues(group, "浇水", date(2026, 11, 24), 7 * 60, 60, 1, 2, 4, note=f"{NAME}带水管")
    )
    changes.join(shift, member)
    hours.add_correction(member, TODAY, 60, f"{NAME}多做了")
    return member, group


def _vote() -> None:
    """Somebody votes by her, and a paper is handed in that she saw; then the vote is closed."""
    proposal = making.opened("种树", proposer=NAME)
    ballots.cast(proposal, "1-101", "yes", TODAY, proxy=NAME)
    ballots.cast(proposal, "1-102", "no", TODAY, witness=NAME)
    closing.close(proposal, date(2026, 12, 21))
