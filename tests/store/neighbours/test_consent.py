"""What a household consents to: who does not want to be called is not, and is not on the board."""

from __future__ import annotations

from datetime import timedelta

import pytest

from store.errors import NotFound
from store.farm import member_list, team
from store.neighbours import consent, households
from store.neighbours import phones as resident_phones
from store.neighbours.households import HouseholdRow
from store.sharing import inventory, lending, search, steps
from store.sharing.overdue import lateness
from store.sharing.rules import refuse_vacating
from store.sharing.summary import Night
from tests.conftest import TODAY

PHONE, MASKED = "13912345678", "139····5678"


def edit(seen: HouseholdRow, **given: bool) -> HouseholdRow:
    return households.edit(
        seen,
        name=seen.name,
        kind=seen.kind,
        note=seen.note,
        refuse_vacating=refuse_vacating,
        **given,
    )


@pytest.fixture
def borrower(compound: int) -> HouseholdRow:
    """A household that has borrowed something and is late, where somebody has a telephone."""
    home = households.find("1-201")
    resident = households.add_resident(home.id, name="钱秀兰", phone=PHONE)
    item = inventory.add_item(households.find("1-101").id, name="烤箱", category="厨房")
    lent_on = TODAY - timedelta(days=40)
    lending.check_out(item, home.id, TODAY, resident_id=resident, lent_on=lent_on)
    return home


def phones(home: HouseholdRow) -> set[str]:
    """What is offered of the telephone: on the loan, in the night, and in a search."""
    loan = inventory.borrowed(home.id)[0]
    night = next(iter(Night(lateness(TODAY), 7, None, "", None, False).late_rows()))
    found = search.find(home.compound_id, "钱秀兰")[0]
    return {loan.phone, night.phone, found.detail}


def test_everybody_consents_until_they_say_no(borrower: HouseholdRow) -> None:
    assert (borrower.on_board, borrower.by_phone) == (True, True)
    assert phones(borrower) == {MASKED, PHONE}  # the night is masked where it is written
    assert consent.off_board() == consent.not_to_call([borrower.id]) == frozenset()


def test_no_telephone_is_offered_of_who_does_not_want_calls(borrower: HouseholdRow) -> None:
    edit(borrower, by_phone=False)
    assert phones(borrower) == {""}
    assert consent.not_to_call([borrower.id, borrower.id + 1]) == {borrower.id}
    # It is still known, to be found by and to be taken out.
    assert households.residents(borrower.id)[0].phone == MASKED
    assert search.find(borrower.compound_id, PHONE)
    with pytest.raises(NotFound):
        resident_phones.show_of_household(borrower.id)


def test_a_member_s_own_telephone_is_the_team_s(borrower: HouseholdRow) -> None:
    edit(borrower, by_phone=False)
    resident = households.residents(borrower.id)[0].id
    group = team.add_team("快乐农夫队")
    team.add_member("钱秀兰", [group], resident_id=resident)
    assert member_list.find_member("钱秀兰").phone == ""
    team.add_member("周敏", [group], phone="13800000000")
    assert member_list.find_member("周敏").phone == "138····0000"


def test_they_are_knocked_at_instead(compound: int) -> None:
    assert steps.say_to_do("call", by_phone=True) == "call"
    assert steps.say_to_do("call", by_phone=False) == "knock on the door"
    assert steps.say_to_do("remind", by_phone=False) == "remind"


def test_a_form_that_leaves_it_alone_keeps_what_somebody_else_said(borrower: HouseholdRow) -> None:
    edit(borrower, by_phone=False)
    edited = edit(borrower, on_board=False, by_phone=True)  # as the form had shown it
    assert (edited.on_board, edited.by_phone) == (False, False)
    assert edit(edited) == edited
