"""The journal, undo and redo."""

from __future__ import annotations

import json
import sqlite3
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as settings_of_hypothesis
from hypothesis import strategies as st

from store import chain, database, history, index, journal, public_holidays, settings
from store.errors import NotFound, Refused, StoreError
from store.journal import JOURNAL
from store.journal_models import Change, Deed
from store.neighbours import compounds, households, plan
from store.neighbours.models import Compound, Household
from store.sharing import inventory, lending
from store.sharing.rules import refuse_vacating
from tests.conftest import TODAY, open_fresh


def everything() -> dict[str, list[tuple]]:
    """Each row of each table that is not the journal."""
    tables = set(database.db.get_tables()) - JOURNAL - index.TABLES - {"sqlite_sequence"}
    return {
        table: database.db.execute_sql(f'SELECT * FROM "{table}" ORDER BY 1').fetchall()
        for table in tables
    }


def a_day_at_the_desk(compound: int) -> list[dict]:
    """Some deeds; answers with what stood in the store before each, and after the last."""
    public_holidays.ensure(TODAY.year, TODAY.year, TODAY)
    lender, borrower = households.find("1-101").id, households.find("1-202").id
    states = [everything()]

    def note(_done: object) -> None:
        states.append(everything())

    note(inventory.add_item(lender, name="烤箱", category="厨房"))
    oven = inventory.find("烤箱", TODAY).id
    note(lending.check_out(oven, borrower, TODAY))
    loan = lending.open_loan_of(inventory.item(oven, TODAY))
    note(lending.renew([loan], TODAY))
    note(
        households.edit(
            households.get(lender),
            name="陈家",
            kind="home",
            note="夜班",
            refuse_vacating=refuse_vacating,
        )
    )
    note(lending.check_in([loan], TODAY, condition="worn"))
    seen = inventory.item(oven, TODAY)
    note(inventory.edit_item(seen, name="大烤箱", category="家电", condition="good", note=""))
    return states


def test_undo_goes_back_step_by_step_and_redo_forth(compound: int) -> None:
    states = a_day_at_the_desk(compound)
    for state in states[-2::-1]:
        history.undo()
        assert everything() == state
    for state in states[1:]:
        history.redo()
        assert everything() == state
    with pytest.raises(NotFound):
        history.redo()


def test_a_new_deed_ends_what_can_be_done_again(compound: int) -> None:
    settings.change("loan_days", 20)
    history.undo()
    settings.change("renewal_limit", 1)
    with pytest.raises(NotFound):
        history.redo()


def test_what_stands_on_a_deed_is_named(compound: int) -> None:
    a_day_at_the_desk(compound)
    added = next(told for told in history.latest(20) if "added" in told.label)
    before = everything()
    with pytest.raises(Refused, match="later, tester"):
        history.undo(added.id)
    assert everything() == before


def test_a_rival_row_stands_on_a_deed(compound: int) -> None:
    """Undoing a return would open the loan again, though the item is lent anew."""
    lender = households.find("1-101").id
    oven = inventory.add_item(lender, name="烤箱", category="厨房")
    first = lending.check_out(oven, households.find("1-202").id, TODAY)
    lending.check_in([first.id], TODAY)
    returned = history.latest(1)[0]
    lending.check_out(oven, households.find("2-301").id, TODAY)
    with pytest.raises(Refused, match="lent 烤箱 to 2-301"):
        history.undo(returned.id)


def test_everybody_undoes_their_own(compound: int) -> None:
    settings.change("loan_days", 20)
    history.act_as("somebody else")
    with pytest.raises(NotFound):
        history.undo()


def test_a_deed_is_undone_once(compound: int) -> None:
    deed = settings.change("loan_days", 20)
    history.undo(deed.id)
    with pytest.raises(Refused, match="already"):
        history.undo(deed.id)
    with pytest.raises(NotFound):
        history.undo(deed.id + 100)


def test_a_failed_deed_leaves_nothing(compound: int) -> None:
    before, deeds = everything(), Deed.select().count()

    def fail_half_way() -> None:
        with history.deed("create_compound", compound="x"):
            Compound.update(name="x").execute()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_half_way()
    assert everything() == before
    assert Deed.select().count() == deeds


def test_another_program_is_journalled_without_a_deed(compound: int, store: Path) -> None:
    settings.change("loan_days", 20)
    with sqlite3.connect(store) as other:
        other.execute("UPDATE setting SET value = '30'")
    other.close()
    last = Change.select().order_by(Change.id.desc()).first()
    assert (last.deed_id, last.table_name, last.before) == (None, "setting", '{"value":"20"}')
    with pytest.raises(Refused, match="something later"):
        history.undo()


def test_every_table_is_journalled(store: Path) -> None:
    from store.journal import UNJOURNALLED

    triggers = database.db.execute_sql(
        "SELECT tbl_name FROM sqlite_master WHERE name GLOB 'journal_*'"
    )
    watched = [name for (name,) in triggers.fetchall()]
    tables = set(database.db.get_tables()) - UNJOURNALLED
    assert {table: watched.count(table) for table in tables} == dict.fromkeys(tables, 3)


def test_a_deed_goes_on_behind_the_one_within_it(compound: int) -> None:
    """What the program does by itself meanwhile is told as its own, and stays at the undo."""
    with history.deed("change_setting", setting="x", value=1) as deed:
        settings.put("loan_days", "20")
        with history.deed_of_program("load_holidays", year=2026):
            settings.put("due_soon_days", "3")
        settings.put("renewal_limit", "5")
    assert [told.who for told in history.latest(2)] == ["qiaomen", "tester"]
    assert history.undo().id > deed.id
    assert settings.number("loan_days") == 14
    assert (settings.number("due_soon_days"), settings.number("renewal_limit")) == (3, 2)


def test_nobody_undoes_by_mistake_what_the_program_did(compound: int) -> None:
    history.act_as(history.PROGRAM)
    settings.change("loan_days", 20)
    public_holidays.ensure(2026, 2026, TODAY)
    assert history.undoable().label == "set loan period in days to 20"


def test_a_deed_is_told_in_todays_language(compound: int) -> None:
    lender = households.find("1-101").id
    inventory.add_item(lender, name="烤箱", category="厨房")
    assert history.latest(1)[0].label == "added 烤箱 to 1-101"
    assert Household.get_by_id(lender).door == "101"


def _name(item: int) -> str | None:
    """What the item is called; None where it is not there."""
    with suppress(NotFound):
        return inventory.item(item, TODAY).name
    return None


def test_doing_again_does_not_write_over_what_others_took_back(compound: int) -> None:
    """B takes an edit back, A takes the item back; B cannot edit what is no longer there."""
    history.act_as("a")
    item = inventory.add_item(households.find("1-101").id, name="n0", category="c")
    history.act_as("b")
    _rename(item, "n1")
    history.undo()
    history.act_as("a")
    history.undo()
    history.act_as("b")
    with pytest.raises(Refused):
        history.redo()


def _rename(item: int, name: str) -> None:
    seen = inventory.item(item, TODAY)
    inventory.edit_item(seen, name=name, category="c", condition="good", note="")


@given(
    st.lists(
        st.tuples(st.sampled_from("ab"), st.sampled_from(["edit", "undo", "redo", "back"])),
        max_size=12,
    )
)
@settings_of_hypothesis(max_examples=25, deadline=None)
def test_two_who_undo_and_redo_agree_on_what_is_in_force(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, str]]
) -> None:
    """Whatever is refused, an item is called what the newest deed in force called it.

    `back` takes back the newest deed, which may be one that took another back or did it again.
    """
    open_fresh(tmp_path_factory.mktemp("desk") / "desk.db")
    try:
        compounds.create("Yard", plan.parse("1: 1 x 1"))
        item = inventory.add_item(households.find("1-101").id, name="n0", category="c")
        for number, (who, step) in enumerate(steps, 1):
            history.act_as(who)
            with suppress(StoreError):
                if step == "edit":
                    _rename(item, f"n{number}")
                elif step == "back":
                    history.undo(history.latest(1)[0].id)
                else:
                    getattr(history, step)()
            newest = (
                Deed.select(Deed.words)
                .where(Deed.verb.in_(["add_item", "edit_item"]), Deed.undone_by.is_null())
                .order_by(Deed.id.desc())
                .tuples()
                .first()
            )
            assert _name(item) == (newest and json.loads(newest[0])["item"])
        assert chain.verify() is None
    finally:
        database.close_store()


def test_taking_back_what_was_done_again_undoes_it_once_more(compound: int) -> None:
    settings.change("loan_days", 20)
    history.undo()
    assert history.redoable() in history.latest(1)[0].label
    again = history.redo()
    assert again.label == "redid: set loan period in days to 20"
    back = history.undo(again.id)
    assert back.label == "undid: set loan period in days to 20"
    assert settings.number("loan_days") == 14
    assert [told.undone for told in history.latest(4)] == [False, True, False, True]
    assert history.redo().label == again.label
    assert settings.number("loan_days") == 20


def test_names_in_the_journal_are_nothing_but_names(compound: int) -> None:
    home = households.find("1-101")
    for name in ("锅", "梯子"):
        inventory.add_item(home.id, name=name, category="厨房")
    journal.remove_triggers(database.db.obj)
    injected = 'item" WHERE id = ? OR 1 -- '
    database.db.execute_sql("UPDATE change SET table_name = ? WHERE event = 'insert'", (injected,))
    with pytest.raises(StoreError):
        history.undo()
    assert len(inventory.items(home.id, TODAY)) == 2
