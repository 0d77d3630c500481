"""What is particular to each kind of table."""

from __future__ import annotations

import pytest

from store import language
from store.access.showing import Phone
from store.database import db
from store.errors import NotFound
from store.exchange import imports
from store.exchange.report import Report
from store.neighbours import compounds, households, phones, plan
from store.sharing import categories, inventory, lending
from tests.conftest import TODAY
from tests.store.exchange.conftest import FILES, bring, counts, exported, fill, picture, table

pytestmark = pytest.mark.usefixtures("store")

HOUSEHOLDS = "compound,unit,door"


def reasons(report: Report) -> list[tuple[str, str]]:
    return [(rejection.column, rejection.reason) for rejection in report.rejected]


def test_households_make_compound_community_and_units_in_file_order() -> None:
    text = "community,compound,unit,door\nOld Town,Yard,B,101\n,Yard,A,101\n,Yard,B,102\n"
    assert counts(bring("households", text)) == (3, 0, 0, 0)
    (row,) = compounds.compounds()
    assert (row.name, row.community) == ("Yard", "Old Town")
    assert [unit.name for unit in compounds.units(row.id)] == ["B", "A"]
    report = bring("households", "community,compound,unit,door\nNew Town,Yard,C,101\n")
    assert reasons(report) == [("community", "Yard belongs to Old Town.")]


def test_households_of_a_compound_that_is_named_beside_the_file() -> None:
    assert counts(bring("households", "unit,door\n1,101\n", compound="Yard")) == (1, 0, 0, 0)
    assert compounds.find(None).name == "Yard"


@pytest.mark.parametrize(
    ("door", "floor", "position"),
    [("502", 5, 2), ("1201", 12, 1), ("502A", 5, 2), ("502室", 5, 2), ("５０２", 5, 2)],
)
def test_floor_and_position_follow_from_the_door(door: str, floor: int, position: int) -> None:
    bring("households", f"{HOUSEHOLDS}\nYard,1,{door}\n")
    home = households.find("1-1201" if door == "1201" else f"1-{door}")
    assert (home.floor, home.position) == (floor, position)
    if "A" not in door and door != "1201":
        assert households.find("1-502") == home


def test_a_place_that_is_taken_gives_the_next_one() -> None:
    text = f"{HOUSEHOLDS},floor\nYard,1,shop,1\nYard,1,101,\nYard,1,500,\nYard,1,502,\n"
    bring("households", text)
    places = [(h.door, h.position) for h in map(households.find, ("1-shop", "1-101", "1-500"))]
    assert places == [("shop", 1), ("101", 2), ("500", 1)]
    assert households.find("1-502").position == 2


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("Yard,1,A", "door-less floor"),
        ("Yard,,101", "unit"),
        ("Yard,1,", "door"),
        ("Yard,1,1-1", "door"),
        ("Yard,1,1 1", "door"),
        (",1,101", "compound"),
        ("Yard,1,99901", "floor"),
        ("Yard,1234567890123,101", "unit"),
    ],
)
def test_households_that_cannot_be_taken(row: str, column: str) -> None:
    before = picture()
    report = bring("households", f"{HOUSEHOLDS}\n{row}\n")
    assert counts(report) == (0, 0, 0, 1)
    assert report.rejected[0].column == ("" if column in ("floor", "door-less floor") else column)
    assert picture() == before


@pytest.mark.parametrize(
    ("column", "cell"), [("floor", "x"), ("floor", "999"), ("position", "0"), ("kind", "castle")]
)
def test_values_that_are_none(column: str, cell: str) -> None:
    report = bring("households", f"{HOUSEHOLDS},{column}\nYard,1,101,{cell}\n")
    assert [column for column, _reason in reasons(report)] == [column]
    assert compounds.is_empty()


def test_a_missing_column_leaves_the_field_and_an_empty_cell_empties_it() -> None:
    fill()
    assert counts(bring("households", "单元,门牌,户名\n1,101,陈孃孃家\n")) == (0, 1, 0, 0)
    home = households.find("1-101")
    assert (home.name, home.note, home.kind) == ("陈孃孃家", "一楼", "home")
    assert counts(bring("households", "单元,门牌,备注\n1,101,\n")) == (0, 1, 0, 0)
    assert households.find("1-101").note == ""


def test_units_and_doors_by_their_long_names_are_the_same() -> None:
    fill()
    assert counts(bring("households", "单元,门牌,户名\n1单元,101室,陈家\n")) == (0, 0, 1, 0)
    assert counts(bring("residents", "住址,姓名\n1单元-101,甲\n1-101室,乙\n1 101,丙\n")) == (
        3, 0, 0, 0
    )  # fmt: skip
    report = bring("households", "单元,门牌,户名\n3,101,甲\n3,101,甲\n3,101,乙\n")
    assert counts(report) == (1, 0, 1, 1)
    assert "line 2 already" in report.rejected[0].reason


@pytest.mark.parametrize(("first", "then"), [("1", "1单元"), ("1", "1 单元"), ("1单元", "1")])
def test_a_unit_by_its_other_name_gets_no_twin(first: str, then: str) -> None:
    bring("households", f"院落,单元,门牌\n26号院,{first},101\n")
    text = f"单元,门牌,户名\n{then},102,甲\n{then},101,\n"
    assert counts(bring("households", text)) == (1, 0, 1, 0)
    assert [unit.name for unit in compounds.units(compounds.find(None).id)] == [first]
    key = "SELECT search_key FROM household WHERE door = '102'"
    assert db.execute_sql(key).fetchone()[0].startswith(f"{first}-102 ")


def test_a_unit_by_two_names_in_one_file_is_called_as_it_was_first() -> None:
    text = "院落,单元,门牌,户名\n院,1单元,101,甲\n院,1,102,\n院,1,101,甲\n院,1,101,乙\n"
    assert counts(bring("households", text)) == (2, 0, 1, 1)
    assert [unit.name for unit in compounds.units(1)] == ["1单元"]


def test_columns_as_people_call_them_elsewhere() -> None:
    home = "院落,单元号,门牌号,户名,备注说明\n26号院,1,101,陈家,一楼\n26号院,1,102,,\n"
    assert counts(bring("households", home)) == (2, 0, 0, 0)
    assert counts(bring("households", "单元号,房号\n1,102\n")) == (0, 0, 1, 0)
    for phone in ("手机", "手机号", "联系电话"):
        report = bring("residents", f"房号,姓名,{phone}\n1-102,周志明,100\n")
        assert (report.rejected, report.warnings) == ((), ())
    for name, category in (("品名", "分类"), ("名称", "种类"), ("物品名称", "类别")):
        report = bring("items", f"房号,{name},{category}\n1-101,烤箱,厨房\n")
        assert (report.rejected, report.warnings) == ((), ())
    loan = "名称,出借户,借用户,借用人姓名,借出日期,应还日期,归还日期\n"
    loan += "烤箱,1-101,1-102,周志明,2026-01-05,2026-01-19,2026-01-12\n"
    report = bring("loans", loan)
    assert (counts(report), report.warnings) == ((1, 0, 0, 0), ())


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("13800000000.0", "13800000000"), ("010.5", "010.5"), ("'+86 100", "+86 100")],
)
def test_a_phone_that_a_spreadsheet_took_for_a_number(typed: str, stored: str) -> None:
    fill()
    bring("residents", f"住址,姓名,电话\n1-101,甲,{typed}\n")
    living = households.residents(households.find("1-101").id)
    (who,) = (who.id for who in living if who.name == "甲")
    assert phones.show(who) == (Phone("甲", stored),)


@pytest.mark.parametrize("typed", ["1.38E+10", "1.38001E+10", "1E+10"])
def test_a_phone_whose_digits_are_lost_is_refused(typed: str) -> None:
    fill()
    report = bring("residents", f"住址,姓名,电话\n1-101,甲,{typed}\n")
    assert reasons(report) == [
        (
            "电话",
            f"“{typed}” has lost its digits in a spreadsheet. "
            "Please format the column as text and type the number again.",
        )
    ]


def test_an_empty_address_is_told_as_such() -> None:
    fill()
    report = bring("items", "住址,物品,类别\n ,锅,厨房\n")
    assert reasons(report) == [("住址", "The address is not filled in.")]


def test_a_bad_date_in_a_file_is_told_without_the_desks_shorthand() -> None:
    fill()
    report = bring("loans", "物品,出借户,借用户,借出日\n梯子,1-101,1-102,+2w\n")
    sentence = "“+2w” is not a date. Please write it like 2026-12-03."
    assert reasons(report) == [("借出日", sentence)]


def test_households_of_no_compound_in_an_empty_store_say_where_to_name_it() -> None:
    with pytest.raises(NotFound, match=r"column compound.*--compound"):
        bring("households", "unit,door\n1,101\n")


def test_who_still_shares_cannot_become_vacant() -> None:
    fill()
    report = bring("households", "单元,门牌,类型\n1,101,空置\n2,101,空置\n1,201,空置\n")
    assert counts(report) == (0, 0, 1, 2)
    assert households.find("1-101").kind == "home"


def test_the_nth_same_row_is_the_nth_same_thing() -> None:
    fill()
    twice = "住址,姓名,电话\n1-101,李,1\n1-101,李,2\n"
    assert counts(bring("residents", twice)) == (2, 0, 0, 0)
    assert counts(bring("residents", twice)) == (0, 0, 2, 0)
    assert counts(bring("residents", twice + "1-101,李,3\n")) == (1, 0, 2, 0)
    assert counts(bring("residents", "住址,姓名,电话\n1-101,李,9\n")) == (0, 1, 0, 0)
    books = "住址,物品,类别\n" + "1-101,书,图书\n" * 2500
    assert counts(bring("items", books)) == (2500, 0, 0, 0)
    assert counts(bring("items", books)) == (0, 0, 2500, 0)


def test_items_by_number() -> None:
    fill()
    report = bring(
        "items",
        "id,household,name,category\n"
        "1,1-101,大烤箱,厨房\n"  # renamed
        ",1-102,梯子,工具\n"  # the one there is
        ",1-102,梯子,工具\n"  # another one
        "70,1-102,梯子,工具\n"  # a new number
        "2,1-102,梯子,工具\n"  # another household's
        "70,1-102,锤子,工具\n"  # twice
        "0,1-102,锤子,工具\n"
        "9999999999999,1-102,锤子,工具\n",
    )
    assert counts(report) == (2, 1, 1, 4)
    assert [column for column, _reason in reasons(report)] == ["id"] * 4
    assert inventory.item(1, TODAY).name == "大烤箱"
    assert [i.id for i in inventory.items(households.find("1-102").id, TODAY)] == [3, 70, 71]


def test_an_item_of_another_compound_is_not_touched() -> None:
    fill()
    compounds.create("Other", plan.parse("1: 2 x 2"))
    report = bring("items", "id,household,name,category\n1,1-101,x,y\n", compound="Other")
    assert "another compound" in report.rejected[0].reason


def test_a_vacant_home_gets_nothing_new_on_the_board() -> None:
    fill()
    report = bring("items", "住址,物品,类别,状况\n1-201,锅,厨房,良好\n1-201,锅,厨房,遗失\n")
    assert counts(report) == (1, 0, 0, 1)
    assert "vacant" in report.rejected[0].reason


def test_the_due_date_follows_the_category() -> None:
    fill()
    categories.change_rules("工具", loan_days=7, renewal_limit=None)
    text = "物品,出借户,借用户,借出日\n梯子,1-101,1-102,2026-11-02\n"
    assert counts(bring("loans", text)) == (1, 0, 0, 0)
    assert ",2026-11-02,2026-11-09,,0," in exported("loans")
    categories.change_rules("工具", loan_days=30, renewal_limit=None)
    assert counts(bring("loans", text)) == (0, 0, 1, 0)


@pytest.mark.parametrize(
    ("row", "column", "says"),
    [
        ("梯子,1-101,1-102,2026-02-30,,", "lent_on", "not a date"),
        ("梯子,1-101,1-102,,,", "lent_on", "empty"),
        ("梯子,1-101,1-102,9999-12-31,,", "lent_on", "too far away"),
        ("梯子,1-101,1-102,2026-11-24,,", "lent_on", "still to come"),
        ("梯子,1-101,1-102,2026-11-01,2026-10-31,", "lent_on", "before the day of lending"),
        ("梯子,1-101,1-102,2026-11-01,,2026-10-31", "returned_on", "only"),
        ("梯子,1-101,1-102,2026-11-01,,2026-11-24", "returned_on", "still to come"),
        ("梯子,1-101,1-101,2026-11-01,,", "borrower", "nobody borrows from themselves"),
        ("梯子,1-101,1-201,2026-11-01,,", "borrower", "vacant"),
        ("梯子,1-101,9-999,2026-11-01,,", "borrower", "no household"),
        ("锯子,1-101,1-102,2026-11-01,,", "item", "no item"),
        ("烤箱,1-101,1-102,2026-11-02,,", "lent_on", "lent to 2-101"),
        ("烤箱,1-101,1-102,2026-01-11,,2026-02-01", "lent_on", "still out"),
        ("烤箱,1-101,1-102,2026-01-01,,2026-01-06", "lent_on", "still out"),
    ],
)
def test_loans_against_the_rules(row: str, column: str, says: str) -> None:
    fill()
    before = picture()
    report = bring("loans", f"item,lender,borrower,lent_on,due_on,returned_on\n{row}\n")
    assert reasons(report)[0][0] == column
    assert says in reasons(report)[0][1]
    assert picture() == before


def test_a_loan_that_begins_when_the_last_one_ended() -> None:
    fill()
    row = "烤箱,1-101,2-101,2026-01-12,2026-01-20,2026-02-01"
    text = f"item,lender,borrower,lent_on,due_on,returned_on\n{row}\n"
    assert counts(bring("loans", text)) == (1, 0, 0, 0)
    assert counts(bring("loans", text)) == (0, 0, 1, 0)


def test_a_loan_past_may_be_of_a_home_now_vacant() -> None:
    fill()
    row = "梯子,1-101,1-201,2025-01-12,,2025-02-01"
    text = f"item,lender,borrower,lent_on,due_on,returned_on\n{row}\n"
    assert counts(bring("loans", text)) == (1, 0, 0, 0)


def test_a_return_and_a_new_loan_in_one_file() -> None:
    fill()
    text = (
        "item,lender,borrower,lent_on,returned_on\n"
        "烤箱,1-101,2-101,2026-11-01,2026-11-10\n"
        "烤箱,1-101,1-102,2026-11-10,\n"
    )
    assert counts(bring("loans", text)) == (1, 1, 0, 0)
    lent = inventory.find("烤箱", TODAY)
    assert lent.borrower == "1-102"
    assert lending.get(lent.loan_id).lent_on.isoformat() == "2026-11-10"


def test_who_took_it_must_live_there_and_which_item_must_be_clear() -> None:
    fill()
    bring("items", "住址,物品,类别\n1-102,梯子,工具\n1-102,梯子,工具\n")
    text = (
        "物品编号,物品,出借户,借用户,借用人,借出日\n"
        ",梯子,1-102,1-101,,2026-11-01\n"
        "1,梯子,1-102,1-101,,2026-11-01\n"
        "3,梯子,1-102,1-101,周志明,2026-11-01\n"
        "3,梯子,1-102,1-101,陈素芬,2026-11-01\n"
    )
    report = bring("loans", text)
    assert counts(report) == (1, 0, 0, 3)
    assert [column for column, _reason in reasons(report)] == ["物品", "物品编号", "借用人"]
    assert "3, 4" in report.rejected[0].reason


def test_loans_by_number() -> None:
    fill()
    text = exported("loans").replace("2026-11-15", "2026-11-30")
    assert counts(bring("loans", text)) == (0, 1, 1, 0)
    swapped = exported("loans").replace("2,1,烤箱", "2,2,梯子")
    report = bring("loans", swapped)
    assert reasons(report) == [("id", "Number 2 is a loan of another item.")]


@pytest.mark.parametrize("kind", ["items", "loans"])
def test_a_new_number_leaves_room_for_those_after_it(kind: str) -> None:
    fill()
    header, first, *_others = exported(kind).splitlines()
    rest = first.removeprefix("1,").replace("2026-01", "2025-01").replace("烤箱,厨房", "锅,厨房")
    report = bring(kind, f"{header}\n1000000000,{rest}\n")
    assert reasons(report)[0][0] == "id"
    assert "too large" in reasons(report)[0][1]
    assert counts(bring(kind, f"{header}\n999999999,{rest}\n")) == (1, 0, 0, 0)


def test_an_item_after_the_greatest_number_is_exported_and_read() -> None:
    fill()
    bring("items", "编号,住址,物品,类别\n999999999,1-101,锅,厨房\n")
    assert inventory.add_item(households.find("1-101").id, name="碗", category="厨房") == 10**9
    assert counts(bring("items", exported("items"))) == (0, 0, 5, 0)


def test_lists_are_set_apart_as_the_language_does() -> None:
    fill()
    language.speak("zh_CN")
    report = bring("items", "住址,物品,类别,状况,红,蓝\n1-101,锅,厨房,崭新,,\n")
    assert "良好、磨损、损坏" in report.rejected[0].reason
    assert "红、蓝" in report.warnings[0]


def test_a_database_that_refuses_is_told_as_such() -> None:
    from store.errors import Unusable

    fill()
    db.execute_sql("PRAGMA query_only = 1")
    try:
        with pytest.raises(Unusable):
            bring("items", FILES["items"])
    finally:
        db.execute_sql("PRAGMA query_only = 0")
    assert imports.run("items", table(FILES["items"]), TODAY).unchanged == 3
