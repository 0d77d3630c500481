"""The rules by keyboard: every change is one deed, told in the news line and taken back by `u`."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot

from store import history, language, runs, settings
from store.database import transaction
from store.language import LANGUAGES
from store.messages import addresses, courier
from store.sharing import reminders, steps
from tests.conftest import TODAY
from tests.tui.screendump import EverySize, dump
from tui.main import QiaomenApp
from tui.rules import lending, privacy, rota
from tui.rules.room import RulesRoom

EMPTY = ["ctrl+a", "ctrl+k"]  # what stands in a field is gone
SECRET = "geheim"


async def go_to(pilot: Pilot[None], key: str) -> None:
    """Enter the rules, and go to the row of `key`."""
    await pilot.press("9")
    room = pilot.app.screen
    assert isinstance(room, RulesRoom)
    room.list.cursor_key = key
    await pilot.pause()
    assert room.list.cursor_key == key, f"{key} is not in the list"


def ladder() -> list[tuple[int, str]]:
    return [(step.days, steps.say_step(step.name)) for step in steps.steps()]


@pytest.fixture(autouse=True)
def any_url_will_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """What may be sent to is the sender's matter."""
    monkeypatch.setattr(courier, "check", lambda url: None)


async def test_a_number_is_changed_and_taken_back(desk: QiaomenApp) -> None:
    async with desk.run_test(size=(80, 24)) as pilot:
        await go_to(pilot, "number renewal_limit")
        await pilot.press("enter", *EMPTY, "5", "enter")
        await pilot.pause()
        assert "set renewals of a loan to 5" in dump(desk)
        assert "5 (usually 2)" in dump(desk)
        assert settings.number("renewal_limit") == 5
        await pilot.press("u")
        await pilot.pause()
        assert settings.number("renewal_limit") == 2


@pytest.mark.parametrize(
    ("typed", "told"), [("400", "must be from 1 to 366"), ("two", "Please type a whole number.")]
)
async def test_a_number_out_of_range_stays_in_the_form(
    desk: QiaomenApp, typed: str, told: str
) -> None:
    async with desk.run_test(size=(80, 24)) as pilot:
        await go_to(pilot, "number loan_days")
        await pilot.press("e", *EMPTY, *typed, "enter")
        await pilot.pause()
        assert told in dump(desk)
        assert typed in dump(desk)
        await pilot.press("escape")
    assert settings.number("loan_days") == 14


async def test_the_zone_is_changed_with_the_shifts_that_its_clocks_move(desk: QiaomenApp) -> None:
    async with desk.run_test(size=(80, 24)) as pilot:
        await go_to(pilot, "text zone")
        await pilot.press("e", *EMPTY, *"mars", "ctrl+s")
        await pilot.pause()
        assert "is no time zone that is known here" in " ".join(dump(desk).split())
        await pilot.press(*EMPTY, *"europe/berlin", "ctrl+s")
        await pilot.pause()
        assert settings.text("zone") == "Europe/Berlin"
        assert "Europe/Berlin (usually Asia/Shanghai)" in dump(desk)
        await pilot.press("u")
        await pilot.pause()
    assert settings.text("zone") == "Asia/Shanghai"


async def test_saving_what_stood_there_is_no_deed(desk: QiaomenApp) -> None:
    before = history.latest(1)
    async with desk.run_test(size=(80, 24)) as pilot:
        for key in ("number loan_days", "step 7", "text reminder.en"):
            await go_to(pilot, key)
            await pilot.press("e", "ctrl+s")
            await pilot.pause()
            assert "Nothing was changed." in dump(desk)
            await pilot.press("home")
    assert history.latest(1) == before


async def test_a_step_is_added_with_the_cursor_on_it_and_removed(desk: QiaomenApp) -> None:
    async with desk.run_test(size=(80, 24)) as pilot:
        await go_to(pilot, "step 1")
        await pilot.press("a", "3", "tab", *"write a note", "enter")
        await pilot.pause()
        assert "From 3 days late on: write a note." in dump(desk)
        assert ladder()[1] == (3, "write a note")
        await pilot.press("x")
        await pilot.pause()
        assert "Removed the step “write a note”" in dump(desk)
        assert len(ladder()) == 4
        await pilot.press("u")
        await pilot.pause()
        assert desk.screen.list.cursor_key == "step 3"
        await pilot.press("u")
        await pilot.pause()
        assert ladder()[:2] == [(1, "remind"), (7, "call")]


async def test_a_new_step_takes_no_others_place(desk: QiaomenApp) -> None:
    async with desk.run_test(size=(80, 24)) as pilot:
        await go_to(pilot, "step 1")
        await pilot.press("a", "7", "tab", *"write a note", "enter")
        await pilot.pause()
        assert "There is a step at 7 days late already." in dump(desk)
        await pilot.press("escape")
    assert ladder()[1] == (7, "call")


async def test_a_step_is_moved_as_one_deed(desk: QiaomenApp) -> None:
    async with desk.run_test(size=(80, 24)) as pilot:
        await go_to(pilot, "step 7")
        await pilot.press("e", *EMPTY, *"10", "ctrl+s")
        await pilot.pause()
        assert ladder()[:3] == [(1, "remind"), (10, "call"), (14, "knock on the door")]
        await pilot.press("u")
        await pilot.pause()
        assert ladder()[1] == (7, "call")
        await go_to(pilot, "step 7")
        await pilot.press("e", *EMPTY, *"14", "ctrl+s")
        await pilot.pause()
        assert "There is a step at 14 days late already." in dump(desk)
        await pilot.press("escape")
    assert len(ladder()) == 4


def test_every_number_is_a_rule_of_some_group() -> None:
    assert sorted((*lending.NUMBERS, *rota.NUMBERS, *privacy.NUMBERS)) == sorted(settings.KNOWN)


async def test_the_last_step_stays(desk: QiaomenApp) -> None:
    for step in steps.steps()[1:]:
        steps.remove(step.days)
    async with desk.run_test(size=(80, 24)) as pilot:
        await go_to(pilot, "step 1")
        await pilot.press("x")
        await pilot.pause()
        assert "! At least one step must stay." in dump(desk)


async def test_a_reminder_is_shown_as_it_will_read_while_it_is_typed(desk: QiaomenApp) -> None:
    async with desk.run_test(size=(80, 24)) as pilot:
        await go_to(pilot, "text reminder.en")
        await pilot.press("e", *EMPTY, *"Bring back {item}!")
        await pilot.pause()
        preview = dump(desk)
        assert "Bring back " in preview.replace("Bring back {item}!", "")
        assert "{lender}" in preview
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert "Changed the reminder of one loan, in English" in dump(desk)
        assert reminders.template("reminder.en") == "Bring back {item}!"
        await pilot.press("x")
        await pilot.pause()
        assert reminders.template("reminder.en") == reminders.default("reminder.en")
        await pilot.press("u")
        await pilot.pause()
        assert "in English back to what it was at first" in dump(desk)
        assert reminders.template("reminder.en") == "Bring back {item}!"


async def test_a_reminder_with_an_unknown_placeholder_stays_in_the_form(desk: QiaomenApp) -> None:
    async with desk.run_test(size=(80, 24)) as pilot:
        await go_to(pilot, "text reminder_many.en")
        await pilot.press("e", *EMPTY, *"{phone}")
        await pilot.pause()
        assert "! There is no placeholder {phone}" in dump(desk)
        await pilot.press("ctrl+s", "escape", "x")
        await pilot.pause()
        assert "! There is nothing to remove here." in dump(desk)
    assert settings.text("reminder_many.en") == ""


async def test_an_address_shows_no_secret_once_it_is_saved(desk: QiaomenApp) -> None:
    async with desk.run_test(size=(120, 40)) as pilot:
        await go_to(pilot, "address")
        await pilot.press("a", *"group", "tab", *f"wecombot://{SECRET}", "enter")
        await pilot.pause()
        assert "The summary now goes to “group” too: wecombot://…." in dump(desk)
        await pilot.press("e")
        await pilot.pause()
        assert "! An address cannot be changed" in dump(desk)
        await pilot.press("colon", "escape", "question_mark", "escape", "a")
        await pilot.pause()
        assert SECRET not in dump(desk)
        await pilot.press("escape", "x")
        await pilot.pause()
        assert addresses.addresses() == ()
        await pilot.press("u")
        await pilot.pause()
        assert [row.name for row in addresses.addresses()] == ["group"]
        assert SECRET not in dump(desk)
    assert SECRET not in "".join(told.label for told in history.latest(10))


async def test_where_nothing_can_be_added_it_says_where(desk: QiaomenApp) -> None:
    async with desk.run_test(size=(80, 24)) as pilot:
        await go_to(pilot, "number loan_days")
        await pilot.press("a")
        await pilot.pause()
        assert "! Steps and addresses are added: go to their group first." in dump(desk)
        await pilot.press("escape")
        await pilot.pause()
        assert "unit 1" in dump(desk)


async def test_the_last_run_and_its_failures_are_told(desk: QiaomenApp) -> None:
    with transaction():
        run = runs.begin(TODAY, None)
        runs.finish(run, overdue=9, due_soon=3, fresh=1, failures=2)
    async with desk.run_test(size=(80, 24)) as pilot:
        await go_to(pilot, "run")
        assert "2 failures" in dump(desk)
        await pilot.press("e")
        await pilot.pause()
        assert "! This only tells how the nightly run went" in dump(desk)


async def test_a_trouble_is_told_whole(desk: QiaomenApp) -> None:
    async with desk.run_test(size=(60, 20)) as pilot:
        await go_to(pilot, "trouble 0")
        await pilot.press("enter")
        await pilot.pause()
        told = " ".join(dump(desk).splitlines()[-2:])
        assert "The nightly run has never been." in told
        assert "prints what starts it" in told


@pytest.mark.parametrize("spoken", LANGUAGES)
async def test_what_it_looks_like(desk: QiaomenApp, in_every_size: EverySize, spoken: str) -> None:
    language.speak(spoken)
    addresses.add("大群", f"wecombot://{SECRET}")
    settings.change("loan_days", 21)
    async with desk.run_test(size=(80, 24)) as pilot:
        for name, (key, *keys) in {
            "rules": ("step 7",),
            "rules-reminder": ("text reminder_many.en", "e"),
            "rules-address": ("step 1", "end", "up", "a"),
        }.items():
            await go_to(pilot, key)
            await pilot.press(*keys)
            await pilot.pause()
            await in_every_size(pilot, name)
            await pilot.press("escape")
