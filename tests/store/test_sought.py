"""What the index finds is what answers, and it stays true whatever is done to the rows."""

from __future__ import annotations

from pathlib import Path

import pytest

from store import history, index, sought
from store.answering import rank
from store.database import db
from store.neighbours import compounds, households, plan
from store.sharing import inventory
from store.sharing.rules import refuse_vacating
from store.text import terms
from tests.conftest import TODAY

NAMES = (
    "烤箱", "电烤箱", "烤火炉", "烧烤架", "电饭煲", "电钻", "冲击钻", "钻头", "USB充电器", "帐篷",
    "长凳", "重锤", "行李箱", "power drill", "drill bit", "Bohrmaschine", "曾小平", "单立人",
    "3-502", "[/]", '"',
)  # fmt: skip
QUERIES = (
    "k", "kx", "烤", "箱", "d", "z", "钻", "xiang", "x", "kao箱", "电zuan", "dr", "drill", "zeng",
    "ceng",
    "1-1", "101", "zzz", "电 钻", "d z", "3-5", "[", '"', "烤 zzz", "USB充", "1-101 k", "家 1",
)  # fmt: skip
KINDS = ("household", "item", "resident")
EVERY = """SELECT DISTINCT {0}.id, {0}.search_key FROM household
    LEFT JOIN item ON item.household_id = household.id
    LEFT JOIN resident ON resident.household_id = household.id
    JOIN unit ON unit.id = unit_id
    WHERE compound_id = ? AND {0}.id IS NOT NULL"""


def contents() -> dict[str, list[tuple]]:
    """The index, with texts for their numbers."""
    return {
        name: sorted(db.execute_sql(sql).fetchall())
        for name, sql in (
            ("texts", "SELECT kind, tokens FROM sought_text"),
            ("tokens", "SELECT s.kind, tier, token, t.tokens FROM sought_token AS s"
                       " LEFT JOIN sought_text AS t ON t.id = text_id"),
            ("rows", "SELECT kind, tokens, compound_id, row_id FROM sought_row"
                     " LEFT JOIN sought_text AS t ON t.id = text_id"),
        )
    }  # fmt: skip


def assert_true_to_the_rows() -> None:
    before = contents()
    with db.atomic():
        index.install(db.obj)
    assert before == contents()


def test_the_index_follows_the_rows(compound: int) -> None:
    home = households.find("1-101")
    oven = inventory.add_item(home.id, name="烤箱", category="厨房")
    inventory.add_item(home.id, name="烤箱", category="厨房")
    households.edit(home, name="曾家", kind="home", note="", refuse_vacating=refuse_vacating)
    seen = inventory.item(oven, TODAY)
    inventory.edit_item(seen, name="电钻", category="工具", condition="good", note="")
    resident = households.add_resident(home.id, name="曾小平", phone="10055500123")
    assert_true_to_the_rows()
    assert sought.hits("resident", ("zeng", "0123"), compound, 9)[0].row_id == resident
    for _deed in range(5):
        history.undo()
        assert_true_to_the_rows()
    assert sought.hits("resident", ("zeng",), compound, 9) == []


@pytest.fixture
def yards(store: Path) -> list[int]:
    """Two compounds with the same things and people at different doors."""
    made = [compounds.create(name, plan.parse("1-3: 2 x 2")) for name in ("East", "West")]
    for number, name in enumerate(NAMES):
        for yard, homes in zip(made, (range(1, 13), range(13, 25)), strict=True):
            home = homes[number % 12 if yard == made[0] else number % 5]
            inventory.add_item(home, name=name, category="工具")
            households.add_resident(home, name=name, phone=f"1005550{number:04}")
    return made


@pytest.mark.parametrize("small", [0, sought.SMALL])
def test_what_answers_is_found_the_best_first(
    yards: list[int], monkeypatch: pytest.MonkeyPatch, small: int
) -> None:
    """Whether the index is asked or the rows: what looking at every key finds."""
    monkeypatch.setattr(sought, "SMALL", small)
    typed = [*QUERIES, *(name[:length] for name in NAMES for length in (1, 2, 3))]
    for yard in yards:
        for kind in KINDS:
            keys = dict(db.execute_sql(EVERY.format(kind), (yard,)).fetchall())
            for query in typed:
                words = terms(query)
                found = sought.hits(kind, words, yard, 500)
                ranks = {row_id: rank(key, words) for row_id, key in keys.items()}
                assert {row_id: how for how, row_id in found} == {
                    row_id: how for row_id, how in ranks.items() if how is not None
                }, (kind, query)
                assert [hit.rank for hit in found] == sorted(hit.rank for hit in found)
