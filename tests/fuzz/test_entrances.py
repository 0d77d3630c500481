"""Hostile texts through every entrance: some in each run of the tests, many where asked for.

The many, with what each entrance took, in about half an hour of one core:

    pytest -m long -s tests/fuzz
"""

from __future__ import annotations

import asyncio
from collections import Counter
from pathlib import Path
from time import process_time

import pytest

from store import database, language
from tests.fuzz import commands, desks, foreign
from tests.fuzz.entrances import ENTRANCES, Entrance, fits_its_format
from tests.fuzz.house import STORE, House
from tests.fuzz.nasty import Texts

# Rounds of each entrance in the short run: so many texts, or a few times as many.
ROUNDS = {"texts_themselves": 400, "command_lines": 30, "conversations": 2}
FEW = 3
# In the long run.
MANY = 100_000
STORES_FOR_SCREENS, SAVED_FORMS = 100, 20_000


@pytest.mark.parametrize("entrance", ENTRANCES, ids=lambda entrance: entrance.__name__)
def test_nothing_hostile_comes_through(house: House, entrance: Entrance) -> None:
    texts = Texts(7)
    for _round in range(ROUNDS.get(entrance.__name__, FEW)):
        entrance(house, texts)


def test_ballots_that_are_no_text(house: House) -> None:
    ran = house.run("vote", "cast", "雨水花园", typed=b"2-101 \xff\n")
    assert (ran.status, ran.out) == (1, "")
    assert "no text in UTF-8" in ran.err


def test_a_folder_without_a_name_is_none(house: House) -> None:
    assert house.run("rota", "export", "--per-member", "").status == 2
    assert house.run("backup", "").status == 2


def test_words_that_only_look_like_options(house: House) -> None:
    assert house.run("lend", "2", "2-101", "--note=--").status == 0
    ran = house.run("export", "items", "-x\x85\n\x1b[2J")
    assert ran.status == 2
    assert ran.err.count("\n") == len(ran.err.splitlines())


def test_a_window_of_thousands_of_digits(house: House) -> None:
    assert house.run("list", "--help", COLUMNS="9" * 5000).status == 0


def test_what_another_program_left_in_the_store_is_told_in_a_sentence(house: House) -> None:
    house.tidy()
    foreign.scribble(house.desk / STORE, Texts(7), only=("loan", "due_on"))
    ran = house.again("list", "loans")
    assert (ran.status, ran.out) == (1, "")
    assert "CHECK constraint failed in loan" in ran.err


@pytest.mark.parametrize("leaf", commands.leaves()[::10], ids=lambda leaf: leaf.name)
def test_with_the_usual_words_a_command_does_its_work(house: House, leaf: commands.Leaf) -> None:
    _does_its_work(house, leaf)


@pytest.mark.long
@pytest.mark.parametrize("leaf", commands.leaves(), ids=lambda leaf: leaf.name)
def test_every_command_does_its_work(house: House, leaf: commands.Leaf) -> None:
    """Where it cannot, hostile words beside the usual ones would come no further than those."""
    _does_its_work(house, leaf)


def _does_its_work(house: House, leaf: commands.Leaf) -> None:
    for form in ("plain", "json"):
        wanted = [f"--format={form}"] if form in leaf.formats else []
        line = [*commands.plain_line(leaf), *wanted]
        ran = house.run(*line)
        assert ran.status == 0 or leaf.name in commands.HARD, ran
        fits_its_format(line, ran)


async def test_forms_take_no_harm(house: House) -> None:
    texts = Texts(7)
    with house.entered() as path:
        app = desks.app_on(path)
        async with app.run_test(size=(80, 24)) as pilot:
            forms = await desks.forms_of(app, pilot, rooms=("1",))
            assert len(forms) >= 4
            for _round in range(300):
                desks.fill_in(texts.random.choice(forms), texts)
            await desks.type_in(app, pilot, "1a", "[/]\x1b[2J\u202e=1+1")
            await desks.take_up(app, pilot, "[/]\x1b[2J\u202e=1+1")


async def test_screens_of_a_store_that_another_program_wrote_in_are_quiet(house: House) -> None:
    with house.entered() as path:
        for column in (("household", "name"), ("item", "name"), ("item", "note")):
            foreign.scribble(path, Texts(7), only=column)
        app = desks.app_on(path)
        async with app.run_test(size=(80, 24)) as pilot:
            await desks.look_round(app, pilot, rooms=("1", "2"))


@pytest.mark.long
def test_many_texts(house: House) -> None:
    """Each entrance in turn until MANY texts have gone in; what gets through stops none of them."""
    texts = Texts(1)
    seconds: Counter[str] = Counter()
    given: Counter[str] = Counter()
    through: dict[str, str] = {}
    while texts.given < MANY:
        for entrance in ENTRANCES:
            name, began, before = entrance.__name__, process_time(), texts.given
            try:
                entrance(house, texts)
            except Exception as trouble:
                through.setdefault(f"{name}: {type(trouble).__name__}", f"{trouble!s:.2000}")
            seconds[name] += int(1e6 * (process_time() - began))
            given[name] += texts.given - before
    for name, count in given.items():
        print(f"\n{name:18}{count:8,} texts{seconds[name] / 1e6:8.0f} s", end="")
    for _round in range(MANY):
        ENTRANCES[0](house, texts)
    print(f"\n{ENTRANCES[0].__name__:18}{MANY:8,} texts more")
    assert through == {}


@pytest.mark.long
async def test_many_texts_in_forms(house: House) -> None:
    """Every hostile piece in every field of every form, and then many texts made of them."""
    texts = Texts(2)
    through: dict[str, str] = {}
    with house.entered() as path:
        app = desks.app_on(path)
        async with app.run_test(size=(80, 24)) as pilot:
            forms = await desks.forms_of(app, pilot, moves=desks.MOVES)
            saves = [(desks.fill_in_each, form) for form in forms]
            saves += [(desks.fill_in, texts.random.choice(forms)) for _round in range(SAVED_FORMS)]
            for fill, form in saves:
                try:
                    fill(form, texts)
                except Exception as trouble:
                    through.setdefault(f"{form._title.left}: {trouble!r:.200}", "")
    print(f"\n{len(forms)} forms, filled in with {texts.given:,} texts")
    assert through == {}


@pytest.mark.long
def test_many_stores_on_screens(house: House) -> None:
    texts = Texts(3)
    through: dict[str, str] = {}
    for _round in range(STORES_FOR_SCREENS):
        language.speak("en")
        with house.entered() as path:
            foreign.scribble(path, texts)
            try:
                asyncio.run(_looked_at(path))
            except Exception as trouble:
                through.setdefault(type(trouble).__name__, f"{trouble!s:.2000}")
            database.close_store()
    print(f"\n{STORES_FOR_SCREENS} stores on the screens, with {texts.given:,} texts")
    assert through == {}


async def _looked_at(path: Path) -> None:
    app = desks.app_on(path)
    async with app.run_test(size=(80, 24)) as pilot:
        await desks.look_round(app, pilot)
