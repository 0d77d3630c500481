"""One search for anything, wherever it stands."""

from __future__ import annotations

from store import finding
from store.farm import team
from store.neighbours import compounds, households, plan
from store.sharing import inventory, lending
from tests.conftest import TODAY
from tests.store.programme import making as made
from tests.store.sharing.conftest import Yard, yard

__all__ = ["yard"]


def found(compound: int, query: str) -> list[tuple[str, str]]:
    return [(each.kind, each.label) for each in finding.find(compound, query)]


def test_everything_is_asked_the_best_first(yard: Yard) -> None:
    households.add_resident(yard.other, name="烤全羊", phone="")
    team.add_member("康小平", [team.add_team("快乐农夫队")])
    made.project("烤火节")
    assert found(yard.compound, "烤") == [
        ("item", "烤箱"), ("resident", "烤全羊"), ("project", "烤火节"),
    ]  # fmt: skip
    assert found(yard.compound, "kx") == [("item", "烤箱"), ("member", "康小平")]
    [project] = finding.find(yard.compound, "烤火")
    assert (project.place, project.detail) == (made.VILLAGE, str(TODAY.year))


def test_what_was_lent_last_stands_before_its_like(yard: Yard) -> None:
    other = inventory.add_item(yard.other, name="电钻", category="工具")
    assert [each.id for each in finding.find(yard.compound, "dz")] == [yard.drill, other]
    lending.check_out(other, yard.borrower, TODAY)
    assert [each.id for each in finding.find(yard.compound, "dz")] == [other, yard.drill]


def test_an_item_by_its_number(yard: Yard) -> None:
    assert found(yard.compound, f"#{yard.oven}") == [("item", "烤箱")]
    assert found(yard.compound, "#999") == []


def test_other_compounds_are_asked_where_nothing_answers(yard: Yard) -> None:
    community = compounds.get(yard.compound).community
    other = compounds.create("Other Yard", plan.parse("9: 2 x 2"), community)
    inventory.add_item(households.find("9-101", other).id, name="帐篷", category="露营")
    [tent] = finding.find(yard.compound, "zp")
    assert (tent.label, tent.elsewhere) == ("帐篷", "Other Yard")
    assert finding.find(other, "zp")[0].elsewhere == ""
