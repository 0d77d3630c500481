"""The rules of lending."""

from __future__ import annotations

import logging
from datetime import date, timedelta

import pytest
from peewee import IntegrityError

from store import history, settings
from store.errors import NotFound, Refused
from store.neighbours import households
from store.sharing import categories, inventory, lending, rules
from store.sharing.models import Loan
from tests.conftest import TODAY
from tests.store.sharing.conftest import Yard


def days(count: int) -> timedelta:
    return timedelta(days=count)


def test_a_loan_is_due_after_the_default_period(yard: Yard) -> None:
    loan = lending.check_out(yard.oven, yard.borrower, TODAY)
    assert (loan.lender, loan.borrower, loan.due_on) == ("1-101", "1-202", TODAY + days(14))


def test_a_category_has_its_own_period_and_limit(yard: Yard) -> None:
    categories.change_rules("工具", loan_days=7, renewal_limit=0)
    loan = lending.check_out(yard.drill, yard.borrower, TODAY)
    assert loan.due_on == TODAY + days(7)
    with pytest.raises(Refused, match="may be renewed no more"):
        lending.renew([loan.id], TODAY)


def test_the_default_period_is_a_setting(yard: Yard) -> None:
    settings.change("loan_days", 21)
    assert lending.check_out(yard.oven, yard.borrower, TODAY).due_on == TODAY + days(21)


def test_an_item_is_lent_once(yard: Yard) -> None:
    lending.check_out(yard.oven, yard.borrower, TODAY)
    with pytest.raises(Refused, match="is lent to 1-202"):
        lending.check_out(yard.oven, yard.other, TODAY)


def test_the_database_itself_refuses_a_second_open_loan(yard: Yard) -> None:
    lending.check_out(yard.oven, yard.borrower, TODAY)
    with pytest.raises(IntegrityError):
        Loan.create(item=yard.oven, household=yard.other, lent_on=TODAY, due_on=TODAY)


@pytest.mark.parametrize(
    "broken",
    [
        {"lent_on": "2017-02-30", "due_on": "2017-03-30"},
        {"lent_on": TODAY, "due_on": TODAY - days(1)},
        {"lent_on": TODAY, "due_on": TODAY, "returned_on": TODAY - days(1)},
        {"lent_on": TODAY, "due_on": TODAY, "note": "a\x1bb"},
    ],
)
def test_the_database_itself_refuses_broken_loans(yard: Yard, broken: dict) -> None:
    with pytest.raises(IntegrityError):
        Loan.create(item=yard.oven, household=yard.other, **broken)


@pytest.mark.parametrize("condition", ["damaged", "lost", "withdrawn"])
def test_what_is_not_fit_is_not_lent(yard: Yard, condition: str) -> None:
    oven = inventory.item(yard.oven, TODAY)
    inventory.edit_item(oven, name="烤箱", category="厨房", condition=condition, note="")
    with pytest.raises(Refused, match="is not lent"):
        lending.check_out(yard.oven, yard.borrower, TODAY)


def test_nobody_borrows_from_themselves(yard: Yard) -> None:
    with pytest.raises(Refused, match="nobody borrows from themselves"):
        lending.check_out(yard.oven, yard.lender, TODAY)


def test_a_vacant_home_borrows_nothing(yard: Yard) -> None:
    with pytest.raises(Refused, match="is vacant"):
        lending.check_out(yard.oven, yard.vacant, TODAY)


def test_a_stranger_takes_nothing_for_a_household(yard: Yard) -> None:
    stranger = households.add_resident(yard.other, name="王五")
    with pytest.raises(Refused, match="does not live in 1-202"):
        lending.check_out(yard.oven, yard.borrower, TODAY, resident_id=stranger)


def test_forgotten_loans_and_returns_are_entered_late(yard: Yard) -> None:
    loan = lending.check_out(yard.oven, yard.borrower, TODAY, lent_on=TODAY - days(30))
    assert loan.due_on == TODAY - days(16)
    (back,) = lending.check_in([loan.id], TODAY, returned_on=TODAY - days(20))
    assert back.returned_on == TODAY - days(20)
    with pytest.raises(Refused, match="was still out"):
        lending.check_out(yard.oven, yard.other, TODAY, lent_on=TODAY - days(25))
    lending.check_out(yard.oven, yard.other, TODAY, lent_on=TODAY - days(20))


@pytest.mark.parametrize(
    ("lent_on", "due_on"),
    [(TODAY + days(1), None), (TODAY, TODAY - days(1))],
)
def test_dates_in_disorder_are_refused(yard: Yard, lent_on: date, due_on: date | None) -> None:
    with pytest.raises(Refused, match="check the date"):
        lending.check_out(yard.oven, yard.borrower, TODAY, lent_on=lent_on, due_on=due_on)
    assert Loan.select().count() == 0


@pytest.mark.parametrize("returned_on", [TODAY + days(1), TODAY - days(1)])
def test_a_return_lies_between_lending_and_today(yard: Yard, returned_on: date) -> None:
    loan = lending.check_out(yard.oven, yard.borrower, TODAY)
    with pytest.raises(Refused, match="check the date"):
        lending.check_in([loan.id], TODAY, returned_on=returned_on)
    assert lending.get(loan.id).returned_on is None


def test_a_return_notes_the_condition_in_one_deed(yard: Yard) -> None:
    loan = lending.check_out(yard.oven, yard.borrower, TODAY)
    lending.check_in([loan.id], TODAY, condition="damaged")
    assert inventory.item(yard.oven, TODAY).condition == "damaged"
    history.undo()
    assert inventory.item(yard.oven, TODAY).availability == "lent"
    assert inventory.item(yard.oven, TODAY).condition == "good"


def test_what_is_not_lent_does_not_come_back(yard: Yard) -> None:
    loan = lending.check_out(yard.oven, yard.borrower, TODAY)
    lending.check_in([loan.id], TODAY)
    with pytest.raises(Refused, match="came back"):
        lending.check_in([loan.id], TODAY)
    with pytest.raises(NotFound):
        lending.check_in([loan.id + 1], TODAY)
    with pytest.raises(Refused, match="is not lent"):
        lending.open_loan_of(inventory.item(yard.oven, TODAY))


def test_several_come_back_all_or_none(yard: Yard) -> None:
    first = lending.check_out(yard.oven, yard.borrower, TODAY - days(9))
    second = lending.check_out(yard.drill, yard.other, TODAY)
    with pytest.raises(Refused):
        lending.check_in([first.id, second.id], TODAY, returned_on=TODAY - days(5))
    assert lending.get(first.id).returned_on is None
    assert len(lending.check_in([first.id, second.id], TODAY)) == 2


def test_the_first_renewal_past_the_limit_is_refused(yard: Yard) -> None:
    loan = lending.check_out(yard.oven, yard.borrower, TODAY)
    for count in (1, 2):
        (renewed,) = lending.renew([loan.id], TODAY)
        assert (renewed.renewals, renewed.due_on) == (count, TODAY + days(14 + 14 * count))
    with pytest.raises(Refused, match="renewed 2 times"):
        lending.renew([loan.id], TODAY)
    assert lending.get(loan.id).renewals == 2


def test_a_late_renewal_counts_from_today(yard: Yard) -> None:
    loan = lending.check_out(yard.oven, yard.borrower, TODAY, lent_on=TODAY - days(60))
    (renewed,) = lending.renew([loan.id], TODAY)
    assert renewed.due_on == TODAY + days(14)


def test_many_come_back_with_as_few_questions_as_two(
    yard: Yard, caplog: pytest.LogCaptureFixture
) -> None:
    made = [
        lending.check_out(
            inventory.add_item(yard.lender, name=f"书{place}", category="图书"),
            yard.borrower,
            TODAY,
        ).id
        for place in range(12)
    ]
    caplog.set_level(logging.DEBUG, "peewee")
    counts = []
    for few in (made[:2], made[2:]):
        for deed in (lending.renew, lending.check_in):
            caplog.clear()
            assert [loan.id for loan in deed(few, TODAY)] == few
            counts.append(len(caplog.records))
    assert counts[:2] == counts[2:]


def test_many_are_renewed_each_by_its_own_rules(yard: Yard) -> None:
    categories.change_rules("工具", loan_days=3)
    first = lending.check_out(yard.oven, yard.borrower, TODAY)
    second = lending.check_out(yard.drill, yard.other, TODAY)
    renewed = lending.renew([second.id, first.id, second.id], TODAY)
    assert [(loan.id, loan.due_on - TODAY, loan.renewals) for loan in renewed] == [
        (second.id, days(6), 1),
        (first.id, days(28), 1),
    ]


def test_a_rule_of_a_category_stays_where_the_other_is_changed(yard: Yard) -> None:
    categories.change_rules("工具", loan_days=7)
    categories.change_rules("工具", renewal_limit=0)
    row = next(row for row in categories.categories() if row.name == "工具")
    assert (row.loan_days, row.renewal_limit) == (7, 0)
    before = history.latest(9)
    categories.change_rules("工具", loan_days=7)
    assert history.latest(9) == before


def test_what_speaks_against_lending_is_what_lending_says(yard: Yard) -> None:
    assert rules.why_not_lent(inventory.item(yard.oven, TODAY)) is None
    lending.check_out(yard.oven, yard.borrower, TODAY)
    drill = inventory.item(yard.drill, TODAY)
    inventory.edit_item(drill, name="电钻", category="工具", condition="damaged", note="")
    for item_id, sentence in (
        (yard.oven, "“烤箱” is lent to 1-202 since Mon 2026-11-23."),
        (yard.drill, "“电钻” is damaged and is not lent."),
    ):
        assert rules.why_not_lent(inventory.item(item_id, TODAY)) == sentence
        with pytest.raises(Refused) as refused:
            lending.check_out(item_id, yard.other, TODAY)
        assert refused.value.sentence == sentence


def test_what_comes_back_to_a_vacant_home_stays_off_the_board(yard: Yard) -> None:
    loan = lending.check_out(yard.oven, yard.borrower, TODAY)
    for item_id in (yard.oven, yard.drill):
        seen = inventory.item(item_id, TODAY)
        inventory.edit_item(seen, name=seen.name, category=seen.category, condition="lost", note="")
    home = households.get(yard.lender)
    households.edit(home, name="", kind="vacant", note="", refuse_vacating=rules.refuse_vacating)
    with pytest.raises(Refused, match="1-101 is vacant"):
        lending.check_in([loan.id], TODAY, condition="good")
    lending.check_in([loan.id], TODAY)
    assert inventory.item(yard.oven, TODAY).condition == "lost"


def test_a_loan_past_the_end_of_the_calendar_is_refused(yard: Yard) -> None:
    with pytest.raises(Refused, match="too far away"):
        lending.check_out(yard.oven, yard.borrower, date.max)


def test_the_terms_are_those_on_which_it_is_lent(yard: Yard) -> None:
    terms = lending.terms(yard.oven, yard.borrower, TODAY, days=10)
    assert inventory.item(yard.oven, TODAY).loan_id is None
    loan = lending.check_out(yard.oven, yard.borrower, TODAY, days=10)
    assert (terms.days, terms.due_on, loan.due_on) == (10, loan.due_on, TODAY + timedelta(10))
    with pytest.raises(Refused, match="is lent to"):
        lending.terms(yard.oven, yard.borrower, TODAY)


def test_a_renewal_is_known_before_it_is_made(yard: Yard) -> None:
    loan = lending.check_out(yard.oven, yard.borrower, TODAY)
    (until,) = lending.renewed_until([loan.id], TODAY)
    assert lending.get(loan.id).due_on == loan.due_on
    assert lending.renew([loan.id], TODAY)[0].due_on == until
