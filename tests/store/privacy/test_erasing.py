"""Erasing a resident: nothing of them is left, all else is as it was, and nobody takes it back."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as trying
from hypothesis import strategies as st

from store import chain, chronicle, history, settings
from store.database import close_store, db, open_store, wait_at_most
from store.errors import Refused
from store.farm import hours
from store.neighbours import compounds, households, plan
from store.privacy import erasing, person, scrubbing
from store.programme import proposals, tally
from store.sharing import inventory, participation
from store.sharing.rules import refuse_vacating
from tests.conftest import TODAY, open_fresh
from tests.store.privacy.conftest import FORMER_PHONE, NAME, PHONE, PINYIN, Neighbour


def contents() -> dict[str, list[tuple]]:
    """All rows of all tables."""
    return {
        table: db.execute_sql(f'SELECT * FROM "{table}"').fetchall()
        for table in sorted(db.get_tables())
    }


def test_no_byte_of_the_files_tells_of_them(neighbour: Neighbour, store: Path) -> None:
    sought = [text.encode() for text in (NAME, PHONE, FORMER_PHONE, PINYIN, "有狗", "看病")]

    def found() -> list[bytes]:
        close_store()
        held = b"".join(path.read_bytes() for path in store.parent.glob(f"{store.name}*"))
        open_store(store)
        return [text for text in sought if text in held]

    assert found() == sought
    receipt = erasing.erase(person.of(neighbour.resident))
    assert receipt.is_clean
    assert found() == []
    assert chain.verify() is None


def test_what_is_no_text_of_theirs_stays(neighbour: Neighbour) -> None:
    before = participation.stats(TODAY)
    worked = hours.minutes_by_member()
    counted = list(tally.lines(1))
    erasing.erase(person.of(neighbour.resident))
    assert participation.stats(TODAY) == before
    assert hours.minutes_by_member() == worked
    assert list(tally.lines(1)) == counted
    assert db.execute_sql("SELECT name FROM member ORDER BY id").fetchall() == [("#1",), ("周敏",)]
    assert proposals.get(1).outcome is not None
    assert inventory.item(1, TODAY).note == "…修过"
    assert households.find("1-201").name == "…家"
    assert db.execute_sql("PRAGMA foreign_key_check").fetchall() == []


def test_the_history_says_that_and_where_but_not_who(neighbour: Neighbour) -> None:
    erasing.erase(person.of(neighbour.resident))
    told = [entry.label for entry in chronicle.older(chronicle.EVERYBODY, None, 100)]
    assert told[0] == "erased a resident of 1-201"
    assert "added … to …" in told
    assert "lent 烤箱 to 1-201" in told


def test_a_namesake_elsewhere_is_left_in_peace(neighbour: Neighbour) -> None:
    other = households.find("2-301")
    households.add_resident(other.id, name=NAME, phone="13800000000", note=f"{NAME}不在")
    erasing_her = person.of(neighbour.resident)
    receipt = erasing.erase(erasing_her)
    assert households.residents(other.id)[0].name == NAME
    assert households.residents(other.id)[0].note == f"{NAME}不在"
    # Whose name it is there, nobody knows.
    assert dict(receipt.left).keys() >= {"proposal", "roll_entry", "item", "resident", "deed"}
    # Her own household and her telephone are certain.
    assert households.find("1-201").note == "…晚上在家"
    assert db.execute_sql("SELECT name FROM project_person").fetchall() == [("周敏",)]
    labels = [told.label for told in history.latest(100)]
    assert f"added {NAME} to 2-301" in labels
    assert f"added {NAME} to 1-201" not in labels


def test_where_a_namesake_lives_elsewhere_her_own_things_lose_her_name_also_in_the_journal(
    neighbour: Neighbour,
) -> None:
    item = inventory.add_item(neighbour.household, name="梯子", category="工具", note=f"问{NAME}")
    households.add_resident(households.find("2-301").id, name=NAME)
    erasing.erase(person.of(neighbour.resident))
    assert inventory.item(item, TODAY).note == "问…"
    kept = db.execute_sql("SELECT before FROM change WHERE table_name = 'item'").fetchall()
    assert "问" not in str(kept)


def test_a_longer_name_is_somebody_else(neighbour: Neighbour) -> None:
    longer = f"{NAME}芝"
    households.add_resident(households.find("2-301").id, name=longer)
    erasing.erase(person.of(neighbour.resident))
    assert households.residents(households.find("2-301").id)[0].name == longer
    assert f"added {longer} to 2-301" in [told.label for told in history.latest(100)]


def test_a_rehearsal_says_the_same_and_changes_nothing(neighbour: Neighbour) -> None:
    before = contents()
    rehearsed = erasing.rehearse(person.of(neighbour.resident))
    assert contents() == before
    done = erasing.erase(person.of(neighbour.resident))
    assert (rehearsed.rows, rehearsed.changes, rehearsed.deeds) == (
        done.rows,
        done.changes,
        done.deeds,
    )
    assert dict(done.rows)["loan"] == 1
    assert dict(done.rows)["roll_entry"] == 2


def test_nobody_takes_it_back(neighbour: Neighbour) -> None:
    receipt = erasing.erase(person.of(neighbour.resident))
    with pytest.raises(Refused, match="final"):
        history.undo()
    with pytest.raises(Refused, match="final"):
        history.undo(receipt.deed)


def test_the_receipt_does_not_repeat_what_was_erased(neighbour: Neighbour) -> None:
    receipt = erasing.erase(person.of(neighbour.resident))
    assert (receipt.address, receipt.who, receipt.left) == ("1-201", "tester", ())
    assert not [text for text in (NAME, PHONE) if text in str(receipt)]


def test_the_ledgers_are_only_added_to_all_the_same(neighbour: Neighbour) -> None:
    erasing.erase(person.of(neighbour.resident))
    with pytest.raises(Exception, match="only added to"):
        db.execute_sql("UPDATE hours_entry SET note = 'x'")


def test_drafts_with_the_name_are_thrown_away(neighbour: Neighbour, store: Path) -> None:
    folder = store.with_name(f"{store.name}-drafts")
    folder.mkdir()
    (folder / "a.json").write_text(f'{{"name": "{NAME}"}}')
    (folder / "b.json").write_text('{"name": "周敏"}')
    assert erasing.erase(person.of(neighbour.resident)).drafts == 1
    assert [path.name for path in folder.iterdir()] == ["b.json"]


def test_copies_that_still_hold_it_are_named(neighbour: Neighbour, store: Path) -> None:
    copy = store.with_name(f"{store.name}.before-8")
    copy.write_bytes(b"")
    assert [held.path for held in erasing.erase(person.of(neighbour.resident)).backups] == [
        str(copy)
    ]


def test_what_others_did_can_still_be_taken_back(neighbour: Neighbour) -> None:
    settings.change("loan_days", 20)
    theirs = history.latest(2)[1].id
    other = households.add_resident(households.find("2-301").id, name="周敏")
    entered = history.latest(1)[0].id
    erasing.erase(person.of(neighbour.resident))
    history.undo(entered)
    assert households.residents(households.find("2-301").id) == ()
    assert other not in [row[0] for row in db.execute_sql("SELECT id FROM resident").fetchall()]
    with pytest.raises(Refused):
        history.undo(theirs)
    assert chain.verify() is None


def test_who_reads_meanwhile_is_not_disturbed_and_it_is_written_anew_later(
    neighbour: Neighbour, store: Path
) -> None:
    wait_at_most(0)
    with sqlite3.connect(store) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM resident").fetchone()
        assert not erasing.erase(person.of(neighbour.resident)).is_clean
        assert reader.execute("SELECT name FROM resident").fetchall() == [(NAME,)]
    reader.close()
    assert scrubbing.scrub()


def _told(row: Iterable[object]) -> Iterator[str]:
    """The texts of a row, those within the journal's JSON as they were before it quoted them."""
    for text in row:
        try:
            inside = json.loads(text) if isinstance(text, str) else None
        except ValueError:
            inside = None
        if isinstance(inside, dict | list):
            yield from map(str, inside.values() if isinstance(inside, dict) else inside)
        elif isinstance(text, str):
            yield text


# What JSON, patterns and SQL each read otherwise.
ODD = st.text("xyz\"'\\%_.*[{$é钱😀", min_size=2, max_size=6)


@trying(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(name=ODD, phone=st.sampled_from(["", "139 1234-5678", "+86(28)"]))
def test_however_odd_the_name_nothing_is_left(store: Path, name: str, phone: str) -> None:
    open_fresh(store)
    compounds.create("Yard", plan.parse("1: 1 x 2"))
    resident = households.add_resident(1, name=name, phone=phone, note=f"是{name}")
    households.edit(
        households.get(2), name="", kind="home", note=f"找{name}", refuse_vacating=refuse_vacating
    )
    erasing.erase(person.of(resident))
    assert households.get(2).note == "找…"
    kept = [text for rows in contents().values() for row in rows for text in _told(row)]
    assert not [text for text in kept if name in text]
    assert chain.verify() is None
