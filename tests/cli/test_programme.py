"""The programme from the command line: projects, milestones, money, reviews, lists, files."""

from __future__ import annotations

import csv
import gc
import json
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

import app
from store import database, history
from store.neighbours import compounds, plan
from store.programme import grants, milestones, projects, proposals, rolls, tranches, years
from store.programme.project_values import PersonRow, ProjectValues
from store.programme.proposals import ProposalValues
from store.programme.years import CriterionRow
from tests.cli.conftest import TODAY, Desk, keys

TO = date.fromisoformat(TODAY)


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """共享菜园, with ¥60,000, milestones and a tranche; 书屋, proposed; and an open vote."""
    path = tmp_path_factory.mktemp("city") / "city.db"
    database.open_store(path)
    history.act_as("tester")
    compounds.create("Yard", plan.parse("1: 1 x 2"), community="五星村")
    values = ProjectValues(
        2026, "共享菜园", "五星村", dimensions=("land",), people=(PersonRow("李梅", "13800000000"),)
    )
    garden = projects.add(values, TO)
    projects.add(values._replace(name="书屋", dimensions=("culture",), people=()), TO)
    years.set_criteria(2026, [CriterionRow("参与", 60), CriterionRow("财务", 40, 10)])
    grants.award(garden, 60_000_00, TO)
    meeting = milestones.add(garden, "启动会", date(2026, 3, 1))
    sowing = milestones.add(garden, "播种", date(2026, 11, 1), needs=[meeting])
    milestones.add(garden, "采收", date(2026, 12, 1), needs=[sowing])
    milestones.reach([meeting], date(2026, 3, 2), TO, "照片")
    tranches.add(garden, "首款", 30_000_00, milestone_id=meeting)
    proposal = ProposalValues(
        2027, "雨水花园", "五星村", compound="Yard", dimensions=("land",), cost=58_000_00
    )
    rolls.open_vote(proposals.add(proposal), TO, TO, TO)
    database.close_store()
    return path


@dataclass(frozen=True)
class Inside(Desk):
    """The same command line within this process, which is a tenth of the time."""

    capsys: pytest.CaptureFixture[str]
    monkeypatch: pytest.MonkeyPatch

    def run(self, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
        with self.monkeypatch.context() as patched:
            for name, value in self.environment(**variables).items():
                patched.setenv(name, value)
            self.capsys.readouterr()
            status = app.main(arguments)
        gc.unfreeze()
        gc.set_threshold(*app.USUAL_THRESHOLD)
        said = self.capsys.readouterr()
        return subprocess.CompletedProcess(arguments, status, said.out, said.err)


@pytest.fixture
def outside(city: Path, tmp_path: Path) -> Desk:
    """The command line, a process each time, on a fresh copy of the city."""
    return Desk(Path(shutil.copy(city, tmp_path / "desk.db")))


@pytest.fixture
def desk(
    outside: Desk, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Desk:
    """The command line on a fresh copy of the city."""
    return Inside(outside.db, capsys, monkeypatch)


def test_a_project_is_entered_changed_and_shown(desk: Desk) -> None:
    asked = ("--year", "2027", "--community", "玉林社区", "--dimensions", "人,景", "--rural")
    made = desk.answered("project", "add", "口袋公园", *asked, "--in-charge", "王强 10086;赵敏")
    assert (made["id"], made["status"], made["milestones"]) == (3, "proposed", [])
    assert (made["dimensions"], made["rural"]) == (["people", "landscape"], True)
    assert made["in_charge"] == [
        {"name": "王强", "phone": "····"},
        {"name": "赵敏", "phone": ""},
    ]
    assert (made["starts_on"], made["ends_on"]) == ("2027-01-01", "2027-12-31")
    edited = desk.answered("project", "edit", "#3", "--urban", "--to", "2028-02-29")
    assert edited == made | {"rural": False, "ends_on": "2028-02-29"}
    desk.said("money", "award", "口袋", "5万")
    told = desk.answered("project", "status", "口袋公园", "进行中")
    assert (told["status"], told["granted_fen"], told["left_fen"]) == ("running", *[50_000_00] * 2)
    said = desk.said("project", "show", "gongxiang")
    assert "Project          共享菜园\n" in said
    assert "播种       2026-11-01  2026-11-01" in said
    assert "  late\n" in said


def test_milestones_are_promised_moved_and_reached(desk: Desk) -> None:
    needs = ("--needs", "采收")
    (market,) = desk.answered("milestone", "add", "菜园", "集市", "2026-12-20", *needs)
    move = ("milestone", "move", "共享菜园", "播种", "2026-12-24", "--reason", "种子晚到")
    tried = desk.answered(*move, "--dry-run")
    assert [(row["milestone"], row["after"]) for row in tried["moves"]] == [
        ("播种", "2026-12-24"),
        ("采收", "2027-01-23"),
        ("集市", "2027-02-11"),
    ]
    assert (tried["needs_reason"], tried["done"]) == (True, False)
    assert desk.answered("list", "milestones", "--project", "共享菜园")[-1]["id"] == market["id"]
    assert desk.answered(*move) == tried | {"done": True}
    moved = desk.answered("list", "milestones", "--project", "共享菜园")
    assert [(row["milestone"], row["slip_days"]) for row in moved] == [
        ("启动会", 1),
        ("播种", 53),
        ("采收", 53),
        ("集市", 53),
    ]
    said = desk.said(
        "milestone", "reach", "共享菜园", "采收", "--on", "11-20", "--evidence", "照片"
    )
    assert said.endswith("Not reached before it: 播种.\n")
    told = desk.said("milestone", "needs", "共享菜园", "集市", "启动会", "--gap", "9")
    assert told == "集市 comes after 采收 (19 days), 启动会 (9 days).\n"
    desk.said("milestone", "needs-not", "共享菜园", "集市", "启动会")
    told = desk.said("milestone", "recurring", "书屋", "月报", "每月15日", "--from", "2026-10-01")
    assert told.startswith("3 milestones: 2026-10-15, ")
    assert desk.said("milestone", "end", "书屋", "月报", "2026-12-01").startswith("1 milestone")


def test_money_is_given_within_caps_paid_and_taken_back(outside: Desk) -> None:
    desk = outside
    sentence = desk.refused("money", "award", "书屋", "100000.01")
    assert "¥100,000.01 for one project is ¥0.01 over the cap of ¥100,000" in sentence
    assert "a name and a reason" in sentence
    assert "over the cap" in desk.said("money", "meter", "书屋", "12万")
    awarded = desk.answered(
        "money", "award", "书屋", "12万", "--by", "王主任", "--reason", "两处场地"
    )
    assert awarded["granted_fen"] == 120_000_00
    (override,) = awarded["overrides"]
    assert (override["cap"], override["by"], override["reason"]) == (
        "project",
        "王主任",
        "两处场地",
    )
    asked = ("money", "tranche", "书屋", "首款", "20000.50", "--due", "2026-12-01")
    (tranche,) = desk.answered(*asked)["tranches"]
    assert (tranche["amount_fen"], tranche["due"]) == (20_000_50, "2026-12-01")
    paid = desk.answered("money", "pay", "共享菜园", "首款", "--amount", "1万")
    assert (paid["paid_fen"], paid["left_fen"]) == (10_000_00, 50_000_00)
    told = desk.said("money", "reverse", str(paid["ledger"][0]["id"]), "--note", "账号错了")
    assert told == "Line 1 of the ledger is taken back.\n"
    told = desk.answered("money", "cancel", "共享菜园", "首款")
    assert (told["committed_fen"], told["paid_fen"]) == (30_000_00, 0)
    assert [row["amount_fen"] for row in told["ledger"]] == [10_000_00, -10_000_00]
    assert desk.answered("money", "restore", "共享菜园", "首款")["committed_fen"] == 60_000_00
    said = desk.said("money", "budget", "共享菜园", "场地(室外)", "3000", "--own")
    assert "场地(室外)  ¥3,000  own money\n" in said


def test_reviews_make_a_ranking_and_the_weak_leave(desk: Desk) -> None:
    desk.said("money", "award", "书屋", "40000")
    points = ("参与=90", "财务=9")
    first = desk.answered("review", "record", "共享菜园", "徐老师", *points, "--on", "11-20")
    assert (first["reviews"][0]["score"], first["reviews"][0]["day"]) == ("90.00", "2026-11-20")
    desk.said("review", "record", "书屋", "徐老师", *points)
    ranked = desk.answered("review", "ranking", "2026")
    assert [(row["place"], row["project"], row["passed"]) for row in ranked] == [
        ("1=", "共享菜园", True),
        ("1=", "书屋", True),
    ]
    desk.said("review", "record", "书屋", "徐老师", "参与=10", "财务=3")
    assert [row["place"] for row in desk.answered("review", "ranking", "2026")] == ["1", "2"]
    listed = desk.answered("list", "reviews", "--year", "2026")
    assert keys(listed)[:3] == ["project_id", "project", "year"]
    assert [row["scores"] for row in listed][1] == {"参与": 10, "财务": 3}
    assert "参与 60 (0–100)" in desk.said("review", "criteria", "2026")

    what_if = desk.answered("programme", "what-if", "2026", "--budget", "9万")
    assert (what_if["projects"], what_if["next_projects"], what_if["left_fen"]) == (2, 1, 0)
    desk.said("project", "status", "书屋", "running")
    desk.said("programme", "supervise", "书屋", "--reason", "财务混乱")
    visited = desk.answered("programme", "visit", "书屋", "--who", "徐老师", "--note", "看了账")
    assert visited["supervision"][0]["kind"] == "visit"
    tried = desk.answered("programme", "remove", "共享菜园", "--reason", "x", "--dry-run")
    assert (tried["freed_fen"], tried["done"]) == (60_000_00, False)
    assert [row["tranche"] for row in tried["cancelled"]] == ["首款"]
    removed = desk.answered("programme", "remove", "共享菜园", "--reason", "停了")
    assert removed == tried | {"done": True}
    assert desk.answered("stats", "--programme")["committed_fen"] == 40_000_00
    desk.said("undo")
    assert desk.answered("stats", "--programme")["committed_fen"] == 100_000_00


@pytest.mark.parametrize("kind", ["projects", "milestones", "proposals"])
def test_a_list_says_the_same_in_every_format(desk: Desk, kind: str) -> None:
    rows = desk.answered("list", kind)
    header, *lines = csv.reader(desk.said("list", kind, "--format", "csv").splitlines())
    assert header == keys(rows)
    assert [line[0] for line in lines] == [str(row["id"]) for row in rows]
    assert "land" not in desk.said("--lang", "zh", "list", kind)


def test_lists_are_narrowed(desk: Desk) -> None:
    (late,) = desk.answered("list", "milestones", "--late", "--year", "2026")
    assert (late["milestone"], late["late"], late["slip_days"]) == ("播种", True, 0)
    assert [row["project"] for row in desk.answered("list", "projects", "--late")] == ["共享菜园"]
    narrow = ("--dimension", "文", "--urban", "--status", "申报中")
    assert [row["project"] for row in desk.answered("list", "projects", *narrow)] == ["书屋"]
    assert desk.said("list", "proposals", "--status", "closed") == "Nothing to list.\n"
    desk.said("vote", "cast", "雨水", "1-101", "y")
    (ballot,) = desk.answered("list", "ballots", "--proposal", "雨水花园")
    assert (ballot["proposal"], ballot["household"], ballot["choice"]) == (
        "雨水花园",
        "1-101",
        "yes",
    )


def test_the_programme_in_numbers_and_at_night(desk: Desk) -> None:
    told = desk.answered("stats", "--programme")
    assert told["as_of"] == TODAY
    assert (told["projects"], told["funded"], told["late"], told["voting"]) == (2, 1, 1, 1)
    assert [row["year"] for row in told["years"]] == [2026, 2027]
    lines = list(csv.DictReader(desk.said("stats", "--programme", "--format", "csv").splitlines()))
    assert [line["granted_fen"] for line in lines] == ["6000000", "0"]
    assert "\n资助    ¥60,000    ¥0  ¥60,000\n" in desk.said("--lang", "zh", "stats", "--programme")
    night = desk.said("overdue")
    assert "\nLate milestones\nLate  Project   Milestone  Forecast    In charge\n" in night
    assert "  22  共享菜园  播种       2026-11-01  李梅\n" in night
    assert night.endswith("\n1 milestone is late.\n")
    assert "13800000000" not in desk.said("overdue", "--format", "markdown", "--dry-run")


def test_every_kind_is_tried_then_imported(desk: Desk) -> None:
    files = {
        "projects": "年度,项目,社区,维度,资助\n2026,夜校,五星村,人,5万\n2026,坏,五星村,人,-1\n",
        "milestones": "项目,里程碑,基准日\n夜校,开班,2026-05-01\n夜校,结业,2027-01-01\n",
        "reviews": "项目,评审人,日期,指标,分数\n夜校,徐老师,2026-11-01,参与,8\n"
        "夜校,徐老师,2026-11-01,财务,11\n夜校,徐老师,2026-11-01,财务,10\n",
        "proposals": "年度,提案,社区,维度,金额\n2027,凉亭,五星村,景,9万\n2027,坏,五星村,景,0.001\n",
        "ballots": "提案,住址,票\n雨水花园,1-102,反对\n雨水花园,9-102,反对\n",
    }
    for kind, text in files.items():
        path = desk.db.parent / f"{kind}.csv"
        path.write_text(text, encoding="utf-8")
        tried = desk.run("import", kind, str(path), "--dry-run", "--format", "json")
        done = desk.run("import", kind, str(path), "--format", "json")
        assert (tried.returncode, done.returncode) == (1, 1)
        before, after = json.loads(tried.stdout), json.loads(done.stdout)
        assert before["added"] == after["added"] == (2 if kind == "reviews" else 1)
        assert len(after["rejected"]) == 1
        rejects = desk.db.parent / f"{kind}.rejects.csv"
        assert rejects.read_text("utf-8-sig").splitlines()[0].startswith(text.split(",")[0])
    assert desk.answered("stats", "--programme")["granted_fen"] == 110_000_00
    exported = desk.said("--lang", "zh", "export", "milestones")
    assert "夜校,2026,五星村,开班,2026-05-01,2026-05-01" in exported


REFUSED: dict[str, tuple[list[str], str]] = {
    "a project twice": (
        ["project", "add", "书屋", "--year", "2026", "--community", "五星村", "--dimensions", "人"],
        "a project “书屋” of this community",
    ),
    "no dimension": (["project", "edit", "书屋", "--dimensions", "水"], "no dimension"),
    "no such project": (["project", "show", "池塘"], "no project “池塘”"),
    "no such status": (["project", "status", "书屋", "忙"], "no status “忙”"),
    "a status without a grant": (["project", "status", "书屋", "running"], "a grant makes"),
    "a baseline after the end": (
        ["milestone", "add", "菜园", "总结", "2027-01-01"],
        "the baseline cannot be later",
    ),
    "a milestone that needs itself": (
        ["milestone", "needs", "菜园", "采收", "采收"],
        "“采收” cannot need itself",
    ),
    "a ring": (["milestone", "needs", "菜园", "播种", "采收"], "in a ring: 播种 → 采收 → 播种"),
    "a slip without a reason": (["milestone", "move", "菜园", "播种", "2026-12-24"], "why"),
    "a day to come": (["milestone", "reach", "菜园", "播种", "--on", "2026-12-24"], "not come yet"),
    "somebody else's milestone": (["milestone", "reach", "书屋", "#2"], "no milestone “#2”"),
    "a negative grant": (["money", "award", "书屋", "--", "-5"], "is negative"),
    "half a fen": (["money", "award", "书屋", "0.005"], "not in whole fen"),
    "no grant at all": (["money", "award", "书屋", "0"], "too little"),
    "an override without a reason": (
        ["money", "award", "书屋", "12万", "--by", "王主任"],
        "why it may pass",
    ),
    "a tranche over the grant": (["money", "tranche", "菜园", "尾款", "30000.01"], "¥30,000"),
    "more than a tranche": (["money", "pay", "菜园", "首款", "--amount", "30000.01"], "¥30,000"),
    "no such line": (["money", "reverse", "7", "--note", "x"], "no line 7 in the ledger"),
    "a proposed project's review": (
        ["review", "record", "书屋", "徐老师", "参与=1", "财务=1"],
        "only proposed",
    ),
    "too many points": (["review", "record", "菜园", "徐老师", "参与=1", "财务=11"], "0 to 10"),
    "a criterion twice": (["review", "record", "菜园", "徐老师", "参与=1", "参与=2"], "twice"),
    "a removal without a reason": (["programme", "remove", "菜园"], "why it is removed"),
    "a cap below what is committed": (
        ["programme", "year", "2026", "--project-cap", "59999.99"],
        "共享菜园 has ¥60,000 committed",
    ),
    "no such list": (["list", "milestones", "--project", "池塘"], "no project “池塘”"),
}


@pytest.mark.parametrize(("arguments", "says"), REFUSED.values(), ids=REFUSED.keys())
def test_what_cannot_be_is_told_in_a_sentence(
    desk: Desk, arguments: Sequence[str], says: str
) -> None:
    before = desk.db.read_bytes()
    assert says in desk.refused(*arguments)
    assert desk.db.read_bytes() == before


@pytest.mark.parametrize(
    "arguments",
    [
        ["project", "add", "书屋"],
        ["money", "award", "书屋"],
        ["money", "reverse", "x"],
        ["programme", "year", "1899"],
        ["list", "ballots", "--late"],
        ["list", "projects", "--project", "菜园"],
        ["list", "milestones", "--project", "菜园", "--status", "running"],
        ["list", "projects", "--household", "1-101"],
        ["stats", "--programme", "--compound", "Yard"],
    ],
    ids=" ".join,
)
def test_words_that_do_not_fit_are_wrong_usage(desk: Desk, arguments: list[str]) -> None:
    ran = desk.run(*arguments)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "usage: qiaomen" in ran.stderr
