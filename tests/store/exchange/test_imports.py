"""What an import as a whole promises: one deed, nothing lost, every bad row named."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from store import history
from store.errors import Ambiguous, NotFound, StoreError
from store.exchange import imports
from store.exchange.report import write_rejects
from store.exchange.tables import read_table
from store.journal import ONLY_ADDED_TO
from store.neighbours import compounds, households, plan
from tests.conftest import TODAY
from tests.store.exchange.conftest import (
    FILES,
    ITEMS,
    KINDS,
    bring,
    counts,
    fill,
    picture,
    table,
)

pytestmark = pytest.mark.usefixtures("store")


def test_what_a_household_consents_to_stays_where_the_file_says_nothing() -> None:
    bring("households", "compound,unit,door,on_board,by_phone\nYard,1,101,no,否\n")
    bring("households", "compound,unit,door,name\nYard,1,101,周家\n")
    home = households.find("1-101")
    assert (home.name, home.on_board, home.by_phone) == ("周家", False, False)
    bring("households", "compound,unit,door,by_phone\nYard,1,101,是\n")
    home = households.find("1-101")
    assert (home.on_board, home.by_phone) == (False, True)


def test_headers_in_english_any_order_case_and_width() -> None:
    bring("households", FILES["households"])
    report = bring("items", "CATEGORY, Name ,Ｈousehold,colour\ntools,ladder,1-101,red\n")
    assert counts(report) == (1, 0, 0, 0)
    assert report.warnings == ("These columns are not used: colour.",)


@pytest.mark.parametrize(
    ("header", "says"),
    [
        ("住址,物品", "names no column category"),
        ("a,b", "does not name the columns of items"),
        ("住址,物品,类别,household", "“住址” and “household” mean the same"),
        ("房号,品名,分类,名称", "“品名” and “名称” mean the same"),
    ],
)
def test_a_header_that_will_not_do(header: str, says: str) -> None:
    bring("households", FILES["households"])
    with pytest.raises(StoreError) as refused:
        bring("items", header + "\n1,2,3,4\n")
    assert says in refused.value.sentence


def test_an_import_is_one_deed_that_says_how_much() -> None:
    bring("households", FILES["households"])
    imports.run("items", table(ITEMS, name="board.csv"), TODAY)
    assert history.latest(1)[0].label == "imported 3 rows of items from board.csv"


def test_importing_again_changes_and_journals_nothing() -> None:
    fill()
    before = picture()
    for kind in KINDS:
        report = bring(kind, FILES[kind])
        assert (report.added, report.changed, report.rejected) == (0, 0, ())
    assert picture() == before


def test_a_dry_run_changes_nothing_and_tells_each_field() -> None:
    fill()
    before = picture()
    report = bring(
        "items", "住址,物品,类别,状况\n1-101,烤箱,电器,损坏\n1-102,锅,厨房,\n", dry_run=True
    )
    assert picture() == before
    assert counts(report) == (1, 1, 0, 0)
    told = [(c.line, c.what, c.field, c.before, c.after) for c in report.changes]
    assert told == [
        (2, "1-101 烤箱", "category", "厨房", "电器"),
        (2, "1-101 烤箱", "condition", "good", "damaged"),
        (3, "1-102 锅", "", "", "1-102 锅"),
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_a_dry_run_of_everything_changes_nothing(kind: str) -> None:
    for earlier in KINDS[: KINDS.index(kind)]:
        bring(earlier, FILES[earlier])
    before = picture()
    report = bring(kind, FILES[kind], dry_run=True)
    assert report.added == len(FILES[kind].splitlines()) - 1 == len(report.changes)
    assert picture() == before


def test_all_or_nothing() -> None:
    bring("households", FILES["households"])
    before = picture()
    report = bring("items", ITEMS + "9-999,x,y,良好,\n", all_or_nothing=True)
    assert len(report.rejected) == 1
    assert picture() == before
    assert counts(bring("items", ITEMS, all_or_nothing=True)) == (3, 0, 0, 0)


def test_undo_restores_exactly() -> None:
    """But for ledgers, which undo adds the opposite to."""
    for kind in KINDS:
        before = picture(journal=False)
        bring(kind, FILES[kind])
        history.undo()
        after = picture(journal=False)
        assert {n: after[n] for n in after.keys() - ONLY_ADDED_TO} == {
            n: before[n] for n in before.keys() - ONLY_ADDED_TO
        }
        bring(kind, FILES[kind])
    before = picture(journal=False)
    bring("items", "住址,物品,类别,状况\n1-101,烤箱,电器,损坏\n1-102,锅,厨房,\n")
    assert picture(journal=False) != before
    history.undo()
    assert picture(journal=False) == before


def test_progress_can_cancel() -> None:
    bring("households", FILES["households"])
    before = picture()
    seen = []

    def watch(rows: int) -> None:
        seen.append(rows)
        if rows > 1000:
            raise KeyboardInterrupt

    many = "住址,物品,类别\n" + "1-101,书,图书\n" * 3000
    with pytest.raises(KeyboardInterrupt):
        bring("items", many, progress=watch)
    assert seen == [1000, 2000]
    assert picture() == before


def test_rejected_rows_are_named_corrected_and_taken(tmp_path: Path) -> None:
    bring("households", FILES["households"])
    text = (
        "住址,物品,类别,状况,备注,颜色\n"
        "1-101,烤箱,厨房,良好,,红\n"
        "9-999,=cmd(),工具,良好,,蓝\n"
        "1-102,锅,厨房,崭新,'=1+1,绿\n"
        '1-102,"碗,厨房,良好,,\n'
        "1-102,盘,厨房,良好,a,b,c\n"
    )
    source = table(text)
    report = imports.run("items", source, TODAY)
    assert [(r.line, r.column) for r in report.rejected] == [
        (3, "住址"),
        (4, "状况"),
        (5, ""),
        (6, ""),
    ]
    path = tmp_path / "rejects.csv"
    write_rejects(report, source, path)
    assert path.stat().st_mode & 0o077 == 0
    rejects = path.read_text(encoding="utf-8-sig")
    assert rejects.splitlines()[0] == "住址,物品,类别,状况,备注,颜色,原因"
    assert ",'=cmd()," in rejects

    again = imports.run("items", read_table(path), TODAY)
    assert [(r.line, r.column) for r in again.rejected] == [
        (2, "住址"),
        (3, "状况"),
        (4, "住址"),
        (5, ""),
    ]
    assert again.warnings == report.warnings
    second = tmp_path / "second.csv"
    write_rejects(again, read_table(path), second)
    cells = [row[:6] + row[7:] for row in csv.reader(rejects.splitlines())]
    assert cells == [
        row[:6] + row[7:] for row in csv.reader(second.read_text("utf-8-sig").splitlines())
    ]

    corrected = rejects.replace("9-999", "1-102").replace("崭新", "磨损").replace("a,b,", "a,")
    corrected = corrected.replace('"1-102,""碗,厨房,良好,,",,,,,', "1-102,碗,厨房,良好,,")
    path.write_text(corrected.replace(",c\n", "\n"), encoding="gb18030")
    final = imports.run("items", read_table(path), TODAY)
    assert counts(final) == (4, 0, 0, 0), final.rejected


def test_rejects_that_cannot_be_written(tmp_path: Path) -> None:
    bring("households", FILES["households"])
    source = table("住址,物品,类别\n9-999,锅,厨房\n")
    report = imports.run("items", source, TODAY)
    with pytest.raises(StoreError, match="cannot be written"):
        write_rejects(report, source, tmp_path)


HOSTILE = {
    "hidden control character": ["a\x1bb", "a\u202eb", "a\u2066b", '"a\nb"', "a\u0085b"],
    "at most 60 fit": ["锅" * 5000],
    "pile of marks": ["a" + "\u0301" * 9],
    "name is empty": ["", " ", "\ufeff"],
}


@pytest.mark.parametrize(("says", "name"), [(s, n) for s, names in HOSTILE.items() for n in names])
@pytest.mark.parametrize("kind", ["residents", "items"])
def test_text_that_cannot_be_stored_is_rejected(kind: str, says: str, name: str) -> None:
    bring("households", FILES["households"])
    before = picture()
    report = bring(kind, f"household,name,category\n1-101,{name},tools\n")
    assert says in report.rejected[0].reason
    assert report.rejected[0].reason.isprintable()
    assert report.rejected[0].column == "name"
    assert picture() == before


@pytest.mark.parametrize("name", ["[/]", "🍲", "=cmd()", '"""quoted"""', "O'Brien", "a\u0301"])
def test_odd_text_that_can_be_stored(name: str) -> None:
    bring("households", FILES["households"])
    assert counts(bring("items", f"household,name,category\n1-101,{name},tools\n")) == (1, 0, 0, 0)
    assert counts(bring("items", f"household,name,category\n1-101,{name},tools\n")) == (0, 0, 1, 0)


def test_the_compound_must_be_clear() -> None:
    with pytest.raises(NotFound, match="no compound yet"):
        bring("items", ITEMS)
    with pytest.raises(NotFound):
        bring("households", "unit,door\n1,101\n")
    compounds.create("A", plan.parse("1: 2 x 2"))
    assert counts(bring("items", ITEMS)) == (3, 0, 0, 0)
    compounds.create("B", plan.parse("1: 2 x 2"))
    with pytest.raises(Ambiguous):
        bring("items", ITEMS)
    with pytest.raises(NotFound):
        bring("items", ITEMS, compound="C")
    assert counts(bring("items", ITEMS, compound="B")) == (3, 0, 0, 0)
    mixed = "院落,住址,物品,类别\nA,1-101,锅,厨房\n,1-101,锅,厨房\nX,1-101,锅,厨房\n"
    report = bring("items", mixed)
    assert counts(report) == (1, 0, 0, 2)
    assert [r.column for r in report.rejected] == ["院落", "院落"]
    assert counts(bring("items", mixed, compound="B")) == (1, 0, 1, 1)
