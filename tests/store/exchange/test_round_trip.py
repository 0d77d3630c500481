"""What goes out comes in again exactly, whatever text it holds."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store import database
from store.errors import Refused
from store.exchange import exports
from store.exchange.guard import guarded, harmless, plain
from store.neighbours import compounds, households, plan
from store.sharing import inventory, lending
from store.sharing.rules import refuse_vacating
from store.text import clean
from tests.conftest import TODAY, open_fresh
from tests.store.exchange.conftest import KINDS, bring, counts, exported, fill, picture

HOSTILE = st.one_of(
    st.text(max_size=12),
    st.text(alphabet="=+-@'\"',;\t\r\n ＝＋－＠\ufeff\u3000a1烤", max_size=8),
    st.sampled_from(
        ["=cmd()", "'=cmd()", "''=1", "-1", "'-1", "'", '"', "[/]", "+86 100", "\ufeff"]
    ),
)


def storable(text: str) -> str:
    try:
        return clean(text, 60, "text")
    except Refused:
        return ""


# What the hostile texts are put into; the farmer team's tables have a test of their own.
AT_HOME = KINDS[:4]
NAMES = HOSTILE.map(storable).filter(bool)
NOTES = HOSTILE.map(storable)


@given(HOSTILE)
def test_the_guard_comes_off_again(text: str) -> None:
    cell = guarded(text)
    assert plain(cell) == text
    assert cell[:1] not in set("=+@\t\r\n＝＋－＠")
    assert not cell.startswith("-") or float(cell) <= 0


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("x;=1+1", "x;'=1+1"),  # where `;` ends a cell
        ("\u200b=1", "'\u200b=1"),
        ("\u3000＋1", "'\u3000＋1"),
        (";'=1", ";''=1"),
        ("李梅;-5", "李梅;-5"),
        ("a;b", "a;b"),
    ],
)
def test_a_formula_is_found_behind_what_nobody_sees_and_where_others_split(
    text: str, cell: str
) -> None:
    assert guarded(text) == cell
    assert plain(cell) == text


@pytest.mark.parametrize("sign", ["\x1b", "\x9b", "\r", "\u202e", "\u2066", "\u2028", "\ud800"])
def test_what_a_terminal_would_obey_is_broken_on_the_way_out_and_taken_by_no_import(
    sign: str,
) -> None:
    cell = harmless(f"锅{sign}[2J")
    assert cell == "锅\ufffd[2J"
    with pytest.raises(Refused, match="broken character"):
        clean(cell, 60, "Name")


def test_lines_within_a_cell_stay() -> None:
    assert harmless("a\r\nb\tc") == "a\nb\tc"


def take_out() -> dict[str, str]:
    return {kind: exported(kind) for kind in KINDS}


def put_in(files: dict[str, str], path: Path) -> None:
    """Import everything into an empty store at `path`, which stays open."""
    open_fresh(path)
    for kind, text in files.items():
        report = bring(kind, text)
        assert report.rejected == ()
        assert report.warnings == ()


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    rows=st.lists(st.tuples(NAMES, NAMES, NOTES), min_size=1, max_size=4),
    language=st.sampled_from(["zh_CN", "en"]),
)
def test_every_storable_text_survives(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str, str]], language: str
) -> None:
    folder = tmp_path_factory.mktemp("stores")
    open_fresh(folder / "one.db")
    try:
        compounds.create("Yard", plan.parse("A-1: 2 x 2"), community="Town")
        home, borrower = households.find("A-1-101"), households.find("A-1-202")
        households.edit(
            home,
            name=rows[0][0],
            kind="shop",
            note=rows[0][2],
            on_board=language == "en",
            by_phone=False,
            refuse_vacating=refuse_vacating,
        )
        for name, category, note in rows:
            item_id = inventory.add_item(home.id, name=name, category=category, note=note)
            taker = households.add_resident(borrower.id, name=name, phone="", note=note)
            lending.check_out(item_id, borrower.id, TODAY, resident_id=taker, note=note)
        files = {kind: exported(kind, language) for kind in AT_HOME}
        before = picture()
        for kind, text in files.items():
            assert counts(bring(kind, text))[::3] == (0, 0)
        assert picture() == before
        put_in(files, folder / "two.db")
        assert {kind: exported(kind, language) for kind in AT_HOME} == files
    finally:
        database.close_store()


def test_an_empty_store_filled_from_exports_exports_the_same(store: Path) -> None:
    fill()
    lending.renew([2], TODAY)
    households.edit(
        households.find("1-201"),
        name="周家",
        kind="vacant",
        note="moved",
        by_phone=False,
        refuse_vacating=refuse_vacating,
    )
    compounds.create("Other", plan.parse("乙: 2 x 2, 101 vacant; 甲: 1 x 1"), community="Town")
    other = compounds.find("Other").id
    inventory.add_item(households.find("乙-202", other).id, name="锅", category="厨房")
    files = take_out()
    assert all("26号院" in files[kind] and "Other" in files[kind] for kind in KINDS[:1])
    assert files["items"].startswith("id,compound,")
    put_in(files, store.with_name("two.db"))
    assert take_out() == files


def test_numbers_stay_what_they_are(store: Path) -> None:
    fill()
    oven = inventory.item(1, TODAY)
    inventory.edit_item(oven, name="烤箱", category="厨房", condition="lost", note="")
    files = take_out()
    put_in(files, store.with_name("two.db"))
    new = inventory.add_item(households.find("1-101").id, name="新", category="厨房")
    assert new == 4
    assert exported("items").startswith(files["items"])


def test_an_export_of_one_compound(store: Path) -> None:
    fill()
    compounds.create("Other", plan.parse("9: 1 x 1"))
    other = compounds.find("Other").id
    assert [row[0] for row in exports.rows("households", other, "en")] == ["Other"]
    assert list(exports.rows("loans", other)) == []


def test_an_export_in_chinese(store: Path) -> None:
    fill()
    sheet = exported("items", "zh_CN")
    assert sheet.startswith("编号,住址,物品,类别,状况,备注\n")
    assert "良好" in sheet
    assert counts(bring("items", "\ufeff" + sheet)) == (0, 0, 3, 0)


def test_nothing_in_an_export_is_a_formula(store: Path) -> None:
    fill()
    note = "=HYPERLINK(1)"
    inventory.add_item(households.find("1-101").id, name="@x", category="+y", note=note)
    cells = [cell for row in csv.reader(io.StringIO(exported("items"))) for cell in row]
    assert not [cell for cell in cells if cell[:1] in ("=", "+", "@", "-")]
