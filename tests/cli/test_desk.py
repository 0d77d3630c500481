"""Lending, taking back, renewing and undoing from the command line."""

from __future__ import annotations

from tests.cli.conftest import Desk


def test_lend_says_what_went_where_until_when(desk: Desk) -> None:
    said = desk.said("lend", "2", "2-201", "--note", "with bits")
    assert said == "Lent drill (2) of 1-101 to 2-201 until Mon 2026-12-07.\n"
    (loan,) = desk.answered("list", "loans", "--open", "--household", "2-201")
    assert (loan["item_id"], loan["note"], loan["resident"]) == (2, "with bits", None)


def test_lend_takes_owner_and_name_typed_dates_and_who_took_it(desk: Desk) -> None:
    loan = desk.answered(
        "lend", "1-101 drill", "2-102", "--on", "11-20", "--due", "+2w", "--resident", "王芳"
    )
    assert loan["lent_on"] == "2026-11-20"
    assert loan["due_on"] == "2026-12-07"
    assert loan["resident"] == "王芳"


def test_return_says_from_whom_and_how_late(desk: Desk) -> None:
    said = desk.said("return", "烤箱", "--condition", "worn")
    assert said == (
        "Took back 烤箱 (1) from 2-102 王家; it belongs to 1-101. It was 39 days late.\n"
    )
    oven = desk.answered("list", "items", "--household", "1-101")[0]
    assert (oven["condition"], oven["availability"]) == ("worn", "available")


def test_return_of_several_is_all_or_nothing(desk: Desk) -> None:
    assert "not lent" in desk.refused("return", "1", "2")
    assert len(desk.answered("list", "loans", "--open")) == 1
    desk.said("lend", "2", "2-201")
    assert [loan["item_id"] for loan in desk.answered("return", "1", "2")] == [1, 2]
    assert desk.answered("list", "loans", "--open") == []


def test_renew_counts_from_today_and_stops_at_the_limit(desk: Desk) -> None:
    said = desk.said("renew", "1")
    assert said == "Renewed 烤箱 (1) for 2-102 王家 until Mon 2026-12-07.\n"
    (loan,) = desk.answered("renew", "烤箱")
    assert (loan["renewals"], loan["due_on"], loan["days_overdue"]) == (2, "2026-12-21", 0)
    assert "renewed 2 times" in desk.refused("renew", "1")


def test_the_history_of_a_household_and_of_a_deed_in_words(desk: Desk) -> None:
    desk.said("lend", "2", "2-201")
    lent = desk.answered("history", "--of", "2-201")[0]
    assert lent["what"] == "lent drill to 2-201"
    (changed, *_more) = desk.answered("history", "--deed", str(lent["id"]))
    assert changed == {
        "event": "insert",
        "what": "loan of an item “drill”",
        "field": "item",
        "before": "",
        "after": "drill",
    }


def test_undo_takes_back_my_last_deed_and_says_so_in_the_history(desk: Desk) -> None:
    desk.said("return", "1")
    assert desk.said("undo") == "undid: took back 烤箱 from 2-102\n"
    assert len(desk.answered("list", "loans", "--open")) == 1
    newest, undone, *_older = desk.answered("history", "--limit", "3")
    assert list(newest) == ["id", "at", "who", "what", "undone"]
    assert (newest["who"], undone["undone"]) == ("tester", True)
    assert "took back 烤箱 from 2-102 (undone)" in desk.said("history")


def test_undo_by_number_refuses_what_later_deeds_stand_on(desk: Desk) -> None:
    added = next(
        deed["id"]
        for deed in desk.answered("history", "--limit", "50")
        if deed["what"] == "added 烤箱 to 1-101"
    )
    assert "lent 烤箱 to 2-102" in desk.refused("undo", str(added))


def test_settings_and_categories_rule_the_next_loan(desk: Desk) -> None:
    assert desk.answered("settings", "loan_days", "20")[0]["value"] == 20
    assert desk.run("settings", "loan_days", "soon").returncode == 2
    assert desk.answered("settings", "zone", "europe/berlin")[0]["value"] == "Europe/Berlin"
    assert desk.answered("categories", "tools", "--days", "3") == [
        {"name": "tools", "loan_days": 3, "renewal_limit": None}
    ]
    assert desk.answered("lend", "2", "2-201")["due_on"] == "2026-11-26"
    desk.said("categories", "tools", "--days", "default")
    desk.said("categories", "tools", "--days", "3")
    desk.said("--lang", "zh", "categories", "tools", "--days", "默认")
    assert desk.answered("lend", "4", "2-201")["due_on"] == "2026-12-13"


def test_a_step_is_set_shown_and_taken_away(desk: Desk) -> None:
    assert {"days": 3, "name": "write a note"} in desk.answered("steps", "3", "write a note")
    assert "write a note" in desk.said("steps")
    rows = desk.answered("steps", "--remove", "3")
    assert [row["days"] for row in rows] == [1, 7, 14, 30]
    assert "no step at 3 days" in desk.refused("steps", "--remove", "3")


def test_new_compound_stands_as_it_was_described(bare_desk: Desk) -> None:
    plan = "1-2: 3 x 2; 3: 2 x 2, 1 shops"
    said = bare_desk.said("new-compound", "晋平街26号院", "--units", plan)
    assert said == "晋平街26号院 stands: units: 3, households: 16.\n"
    kinds = [row["kind"] for row in bare_desk.answered("list", "households")]
    assert kinds == ["home"] * 12 + ["shop"] * 2 + ["home"] * 2


def test_who_took_it_is_understood_in_any_width_or_said_to_be_unknown(desk: Desk) -> None:
    assert "Nobody called “王五” is known in 2-102" in desk.refused(
        "lend", "2", "2-102", "--resident", "王五"
    )
    assert desk.answered("lend", "2", "2-102", "--resident", " 王 芳 ")["resident"] == "王芳"


def test_a_rule_of_a_category_stays_where_the_other_is_changed(desk: Desk) -> None:
    desk.said("categories", "tools", "--days", "3")
    (rules,) = desk.answered("categories", "tools", "--renewals", "5")
    assert (rules["loan_days"], rules["renewal_limit"]) == (3, 5)
