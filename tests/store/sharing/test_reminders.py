"""Reminders: what they say, to whom, and what a template may hold."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store import history, language
from store.errors import NotFound, Refused
from store.neighbours import households
from store.settings import text as setting
from store.sharing import inventory, lending, reminders
from tests.conftest import TODAY
from tests.store.sharing.conftest import Yard

LENT = TODAY - timedelta(days=30)
NAMES = sorted(reminders.PLACEHOLDERS)


@pytest.fixture
def oven(yard: Yard) -> int:
    """The oven's loan to 1-202, sixteen days late."""
    return lending.check_out(yard.oven, yard.borrower, TODAY, lent_on=LENT).id


def lend_drill(yard: Yard, household_id: int, due_on: date | None = None) -> int:
    return lending.check_out(yard.drill, household_id, TODAY, lent_on=LENT, due_on=due_on).id


def test_it_says_what_was_borrowed_from_whom_and_until_when(oven: int) -> None:
    assert reminders.text([oven], TODAY) == (
        "Hello 1-202, the “烤箱” that you borrowed from 1-101 was due back on Sat 7 Nov. Could you "
        "take it back when it suits you? If you need it longer, just tell us. Thank you!"
    )


def test_it_greets_who_took_it(yard: Yard) -> None:
    mei = households.add_resident(yard.borrower, name="Mei")
    loan = lending.check_out(yard.oven, yard.borrower, TODAY, resident_id=mei)
    assert reminders.text([loan.id], TODAY).startswith("Hello Mei, ")


def test_it_is_said_in_the_language_spoken(yard: Yard, oven: int) -> None:
    language.speak("zh_CN")
    assert reminders.text([oven], TODAY).startswith(
        "1-202，您好！您在 1-101 借的“烤箱”，说好11月7日周六还的。"
    )
    drill = lend_drill(yard, yard.borrower, TODAY)
    assert "1-101 的“电钻”（说好今天还）" in reminders.text([oven, drill], TODAY)


def test_what_one_household_has_is_said_in_one_paragraph(yard: Yard, oven: int) -> None:
    drill = lend_drill(yard, yard.borrower, TODAY)
    said = reminders.text([oven, drill], TODAY)
    assert said.startswith(
        "Hello 1-202, 2 things that you borrowed are still with you: "
        "“烤箱” of 1-101 (was due back on Sat 7 Nov), “电钻” of 1-101 (is due back today). "
    )
    assert "\n" not in said


def test_several_households_get_a_paragraph_each(yard: Yard, oven: int) -> None:
    tomorrow = TODAY + timedelta(days=1)
    third = inventory.add_item(yard.lender, name="梯子", category="工具")
    drill = lend_drill(yard, yard.other, tomorrow)
    ladder = lending.check_out(third, yard.borrower, TODAY).id
    hers, his = reminders.text([oven, drill, ladder], TODAY).split("\n\n")
    assert hers.startswith("Hello 1-202, 2 things")
    assert his.startswith("Hello 2-301, the “电钻” that you borrowed from 1-101 is due back on Tue")


def test_a_day_of_another_year_says_so(yard: Yard) -> None:
    long_ago = TODAY - timedelta(days=400)
    loan = lending.check_out(yard.oven, yard.borrower, TODAY, lent_on=long_ago).id
    assert "was due back on Sun 2 Nov 2025." in reminders.text([loan], TODAY)


def test_what_is_back_is_not_reminded_of(oven: int) -> None:
    lending.check_in([oven], TODAY)
    with pytest.raises(Refused, match="came back on"):
        reminders.text([oven], TODAY)
    with pytest.raises(NotFound):
        reminders.text([], TODAY)


def test_the_community_has_its_own_words(oven: int) -> None:
    reminders.change("reminder.en", "{resident}: {item}, {days} {{days}}, {due}, since {lent}")
    assert reminders.text([oven], TODAY) == "1-202: 烤箱, 16 {days}, Sat 7 Nov, since Sat 24 Oct"
    reminders.change("reminder.en", "")
    assert reminders.text([oven], TODAY).startswith("Hello 1-202, ")
    history.undo()
    assert reminders.text([oven], TODAY).startswith("1-202: ")


def test_the_default_text_is_kept_as_nothing(store: object) -> None:
    reminders.change("reminder_many.zh_CN", reminders.default("reminder_many.zh_CN"))
    assert setting("reminder_many.zh_CN") == ""
    assert reminders.template("reminder_many.zh_CN") == reminders.default("reminder_many.zh_CN")


def test_each_language_has_a_default_whichever_is_spoken(store: object) -> None:
    english = reminders.default("reminder.en")
    language.speak("zh_CN")
    assert reminders.default("reminder.en") == english
    assert reminders.default("reminder.zh_CN") != english


@pytest.mark.parametrize(
    ("template", "named"),
    [
        ("{itm}", r"\{itm\}; there are \{resident\}, \{borrower\}"),
        ("{item.__class__}", r"\{item\.__class__\}"),
        ("{item[0]}", r"\{item\[0\]\}"),
        ("{}", r"placeholder \{\}"),
        ("{0}", r"\{0\}"),
        ("{item!r}", r"\{item!r\}"),
        ("{item:>99999999}", r"\{item:>99999999\}"),
        ("{item:{days}}", r"\{item:\{days\}\}"),
        ("{item", "A brace stands alone"),
        ("item}", "A brace stands alone"),
        ("{{item}", "A brace stands alone"),
        ("x" * 1001, "1001 characters; at most 1000"),
        ("a\x1b[31m", "hidden control character"),
    ],
)
def test_what_a_template_may_not_hold(store: object, template: str, named: str) -> None:
    with pytest.raises(Refused, match=named):
        reminders.change("reminder.en", template)
    assert setting("reminder.en") == ""


@given(st.text(st.sampled_from("{}[].!:_ 0ai烤") | st.characters(), max_size=30))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_template_is_refused_or_can_be_said(oven: int, template: str) -> None:
    try:
        reminders.change("reminder.en", template)
    except Refused:
        return
    assert reminders.text([oven], TODAY)


braced = st.sampled_from(NAMES).map("{{{}}}".format)
plain = st.text("ab 烤箱，。!{}", max_size=8).map(
    lambda text: text.replace("{", "{{").replace("}", "}}")
)


@pytest.fixture
def words(oven: int) -> dict[str, str]:
    """What stands for each placeholder, said alone."""
    said = {}
    for name in NAMES:
        reminders.change("reminder.en", f"{{{name}}}")
        said[name] = reminders.text([oven], TODAY)
    return said


@given(st.lists(braced | plain, min_size=1, max_size=8).map("".join))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_placeholders_are_filled_in_wherever_they_stand(
    oven: int, words: dict[str, str], template: str
) -> None:
    reminders.change("reminder.en", template)
    assert reminders.text([oven], TODAY) == reminders.template("reminder.en").format_map(words)


@pytest.mark.parametrize("spoken", language.LANGUAGES)
def test_the_defaults_pass_their_own_check(store: object, spoken: str) -> None:
    for name in reminders.DEFAULTS:
        key = f"{name}.{spoken}"
        told = reminders.change(key, reminders.default(key) + " ")
        assert told.label
