"""One loan from the command line: how its due date came about, and what was done about it."""

from __future__ import annotations

from tests.cli.conftest import Desk


def test_a_loan_tells_how_its_due_date_came_about(desk: Desk) -> None:
    assert desk.said("loan", "烤箱") == (
        "烤箱 (1) of 1-101, lent to 2-102 王家\n"
        "\n"
        "Due date\n"
        "  lent Thu 2026-10-01 for 14 days → Thu 2026-10-15\n"
        "  39 days late\n"
    )
    desk.said("renew", "1")
    answer = desk.answered("loan", "1")
    assert answer["explanation"] == [
        "lent Thu 2026-10-01 for 14 days → Thu 2026-10-15",
        "renewed Mon 2026-11-23 for 14 days → Mon 2026-12-07",
    ]
    assert (answer["item"], answer["due_on"]) == ("烤箱", "2026-12-07")
    assert (answer["contacts"], answer["notices"]) == ([], [])


def test_what_is_not_lent_has_no_loan(desk: Desk) -> None:
    assert "not lent" in desk.refused("loan", "2")
    assert "not lent" in desk.refused("contact", "2", "called")
    assert desk.refused("loan", "ladder")


def test_contacts_are_recorded_and_listed(desk: Desk) -> None:
    desk.said("contact", "1", "called", "--note", "nobody at home")
    said = desk.said("contact", "1", "promised", "--until", "fri")
    assert said.splitlines()[-3:] == [
        "Contacts",
        "  Mon 2026-11-23  tester: called (nobody at home)",
        "  Mon 2026-11-23  tester: promised for Fri 2026-11-27",
    ]
    assert desk.answered("loan", "1")["contacts"] == [
        {
            "day": "2026-11-23",
            "who": "tester",
            "kind": "called",
            "until": None,
            "note": "nobody at home",
        },
        {
            "day": "2026-11-23",
            "who": "tester",
            "kind": "promised",
            "until": "2026-11-27",
            "note": "",
        },
    ]
    desk.said("undo")
    assert len(desk.answered("loan", "1")["contacts"]) == 1


def test_a_contact_that_makes_no_sense_is_refused(desk: Desk) -> None:
    assert "called" in desk.refused("contact", "1", "shouted")
    assert "promise" in desk.refused("contact", "1", "called", "--until", "fri")
    assert desk.refused("contact", "1", "promised")
    assert desk.refused("contact", "1", "promised", "--until", "2026-11-22")
    assert desk.refused("contact", "1", "note")
    assert desk.answered("loan", "1")["contacts"] == []


def test_a_contact_may_be_said_in_the_language_spoken(desk: Desk) -> None:
    answer = desk.answered("--lang", "zh", "contact", "1", "note", "--note", "门上留了条")
    assert [contact["note"] for contact in answer["contacts"]] == ["门上留了条"]
