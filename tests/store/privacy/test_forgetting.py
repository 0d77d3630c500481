"""Forgetting old loans: no statistic changes, and nothing in the store knows who it was."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as trying
from hypothesis import strategies as st

from store import chain, history, settings
from store.database import db
from store.errors import NotFound, Refused
from store.journal_models import Deed
from store.messages import nightly
from store.neighbours import compounds, households, plan
from store.privacy import forgetting
from store.sharing import contacts, inventory, lending, loans, participation
from store.sharing.models import Contact, Loan
from tests.conftest import TODAY, open_fresh

DAY = timedelta(days=1)
RETURNED = date(2026, 5, 20)


def returned_loan(note: str = "钱秀兰来拿的") -> int:
    """A loan that came back half a year ago, with a contact about it."""
    home = households.find("1-201")
    resident = households.add_resident(home.id, name="钱秀兰")
    item = inventory.add_item(households.find("1-101").id, name="烤箱", category="厨房")
    lent_on = RETURNED - 30 * DAY
    loan = lending.check_out(
        item, home.id, TODAY, resident_id=resident, lent_on=lent_on, note=note
    ).id
    contacts.record([loan], "called", RETURNED, note="打过电话")
    lending.check_in([loan], TODAY, returned_on=RETURNED)
    return loan


def test_an_old_loan_loses_the_person_in_the_journal_too(compound: int) -> None:
    settings.change("forget_months", 6)
    loan = returned_loan()
    Loan.update(note="改过的").execute()
    assert forgetting.forget(TODAY) == 1
    row = lending.get(loan)
    assert (row.resident, row.note, row.returned_on) == ("", "", RETURNED)
    assert [contact.note for contact in contacts.history_of(loan)] == [""]
    kept = db.execute_sql("SELECT before FROM change WHERE table_name IN ('loan', 'contact')")
    told = " ".join(str(row[0]) for row in kept.fetchall())
    assert not [text for text in ("note", "resident_id", "改过") if text in told]
    assert chain.verify() is None


def test_on_the_day_itself_it_is_still_known(compound: int) -> None:
    settings.change("forget_months", 6)
    loan = returned_loan()
    assert forgetting.forget(date(2026, 11, 20)) == 0
    assert lending.get(loan).resident == "钱秀兰"
    assert forgetting.forget(date(2026, 11, 21)) == 1


def test_twice_is_once(compound: int) -> None:
    settings.change("forget_months", 6)
    returned_loan()
    forgetting.forget(TODAY)
    newest = history.latest(1)
    assert newest[0].label == "forgot who had borrowed: 1 loans returned before 2026-05-23"
    assert forgetting.forget(TODAY) == 0
    assert history.latest(1) == newest


def test_a_loan_that_was_undone_is_forgotten_as_well(compound: int) -> None:
    settings.change("forget_months", 6)
    home = households.find("1-201")
    item = inventory.add_item(households.find("1-101").id, name="烤箱", category="厨房")
    lending.check_out(item, home.id, TODAY, note="钱秀兰来拿的")
    history.undo()
    assert forgetting.forget(TODAY) == 0
    assert forgetting.forget(TODAY + 400 * DAY) == 1
    kept = db.execute_sql("SELECT before FROM change WHERE table_name = 'loan'").fetchall()
    assert "钱秀兰" not in str(kept)


def test_no_undo_proposes_it_and_none_does_it(compound: int) -> None:
    settings.change("forget_months", 6)
    returned_loan()
    forgetting.forget(TODAY)
    deed = Deed.get(Deed.verb == forgetting.VERB)
    assert deed.who == history.PROGRAM
    with pytest.raises(Refused, match="final"):
        history.undo(deed.id)
    history.act_as(history.PROGRAM)
    with pytest.raises(NotFound):
        history.undo()


def test_the_nightly_run_forgets_only_where_it_was_asked_to(compound: int) -> None:
    loan = returned_loan()
    nightly.run(TODAY, [], days_soon=7)
    assert lending.get(loan).resident == "钱秀兰"
    settings.change("forget_months", 6)
    nightly.run(TODAY, [], days_soon=7)
    assert lending.get(loan).resident == ""


@trying(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_every_statistic_is_the_same_before_and_after(tmp_path: Path, data: st.DataObject) -> None:
    open_fresh(tmp_path / "desk.db")
    yard = compounds.create("Test Yard", plan.parse("1: 2 x 3"))
    items = [inventory.add_item(home, name=f"东西{home}", category="厨房") for home in (1, 2, 3)]
    people = [households.add_resident(home, name="钱秀兰") for home in (4, 5)]
    put_loans(data, items, people)
    settings.change("forget_months", data.draw(st.integers(1, 24)))
    days = [TODAY - each * 200 * DAY for each in range(4)]
    before = statistics(yard, days)
    forgetting.forget(TODAY)
    assert statistics(yard, days) == before
    assert chain.verify() is None


def put_loans(data: st.DataObject, items: list[int], people: list[int]) -> None:
    """Past loans of the items, one after the other, and one that is out, with contacts."""
    for item in items:
        out = TODAY - 800 * DAY
        while out < TODAY:
            back = out + data.draw(st.integers(30, 300)) * DAY
            who = data.draw(st.sampled_from([None, *people]))
            loan = Loan.insert(
                item=item,
                household=data.draw(st.sampled_from([4, 5])) if who is None else who + 3,
                resident=who,
                lent_on=out,
                due_on=out + 14 * DAY,
                returned_on=back if back < TODAY else None,
                note=data.draw(st.sampled_from(["", "来拿的"])),
            ).execute()
            Contact.insert(loan=loan, day=out, who="", kind="called", note="打过").execute()
            out = back + 10 * DAY


def statistics(yard: int, days: list[date]) -> Any:
    """All that is counted, on each of these days, and every loan but for the person."""
    counted = [participation.stats(day, yard) for day in days]
    cells = [list(inventory.all_households(yard, day)) for day in days]
    sql = """
        SELECT substr(lent_on, 1, 7), count(*), sum(renewals), count(returned_on), min(household_id)
        FROM loan GROUP BY 1 ORDER BY 1"""
    months = db.execute_sql(sql).fetchall()
    nameless = [row._replace(resident="", phone="", note="") for row in loans.all_loans(yard)]
    return counted, cells, months, nameless
