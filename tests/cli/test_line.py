"""A line on the command line: the same words as in the desk."""

from __future__ import annotations

from tests.cli.conftest import Desk


def test_a_line_is_shown_then_done_then_taken_back(desk: Desk) -> None:
    line = "l drill@1-101 2-201 10d"
    assert desk.said("do", line, "--dry-run") == "Lend drill of 1-101 to 2-201, due Thu 3 Dec.\n"
    assert desk.refused("do", "r", "2-201") == "2-201 has borrowed nothing."
    assert desk.said("do", line) == "Lent “drill” to 2-201, due Thu 2026-12-03.\n"
    assert desk.said("do", "undo") == "undid: lent drill to 2-201\n"


def test_a_line_that_goes_somewhere_shows_what_is_there(desk: Desk) -> None:
    assert desk.said("do", "late") == desk.said("list", "overdue")


def test_what_may_mean_several_things_is_refused_with_the_choices(desk: Desk) -> None:
    assert desk.refused("do", "l drill 2-201") == (
        "“drill” may be any of these: "
        "drill@1-101 (1-101 at home), drill@2-102 (2-102 王家 at home)."
    )
    assert desk.refused("do", "l drill@1-101") == "To whom?"
    assert desk.refused("do", "冰箱").startswith("“冰箱” begins with no verb. There are: lend (l),")
