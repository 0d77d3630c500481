"""What is particular to the programme's tables."""

from __future__ import annotations

import csv
import io
import re
import shutil
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store import database, history, language
from store.exchange.cells import apart, together
from store.exchange.kinds import KINDS
from store.exchange.project_rows import parse_budget, say_budget
from store.programme import (
    budget,
    dependencies,
    milestones,
    payments,
    projects,
    proposals,
    removal,
    reviews,
    rolls,
    tranches,
    years,
)
from store.programme.budget import LineRow
from store.programme.models import SOURCES, Criterion
from store.programme.project_values import PersonRow, people_of
from tests.conftest import TODAY, open_fresh, open_unsynced
from tests.store.exchange.conftest import (
    FILES,
    bring,
    counts,
    exported,
    picture,
    refused,
)
from tests.store.exchange.test_round_trip import HOSTILE, put_in, storable
from tests.store.programme.making import project

PROGRAMME = ("projects", "milestones", "reviews", "proposals", "ballots")
PROJECT_HEAD = "年度,项目,社区,维度,状态,资助,开始日,结束日,负责人,预算,状态说明,城乡,编号"
MILESTONE_HEAD = "项目,里程碑,基准日,预计日,实际日,前置,拨款,拨付日,年度,社区"
REVIEW_HEAD = "项目,评审人,日期,指标,分数,权重,满分,备注"
PROPOSAL_HEAD = "年度,提案,社区,维度,金额,院落,表决规则,法定人数,投票方式,开始日,截止日,状态"
BALLOT_HEAD = "提案,住址,票,方式,代投人,见证人"


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small programme of FILES, with the compound that votes."""
    path = tmp_path_factory.mktemp("city") / "city.db"
    language.speak("en")
    put_in({kind: FILES[kind] for kind in ("households", *PROGRAMME)}, path)
    database.close_store()
    return path


@pytest.fixture
def city(whole: Path, store: Path) -> Path:
    """A copy of the whole programme, open."""
    database.close_store()
    shutil.copy(whole, store)
    open_unsynced(store)
    return store


@pytest.mark.parametrize("spoken", ["en", "zh_CN"])
def test_an_export_fills_an_empty_store_and_changes_nothing_in_its_own(
    city: Path, spoken: str
) -> None:
    kinds = ("households", *PROGRAMME)
    files = {kind: exported(kind, spoken) for kind in kinds}
    before = picture()
    for kind in PROGRAMME:
        report = bring(kind, files[kind])
        assert counts(report)[::3] == (0, 0)
        assert (report.changed, report.warnings) == (0, ())
    assert picture() == before
    put_in(files, city.with_name("two.db"))
    assert {kind: exported(kind, spoken) for kind in kinds} == files


@pytest.mark.parametrize("kind", PROGRAMME)
def test_the_readme_names_every_column(kind: str) -> None:
    readme = (Path(__file__).parents[3] / "README.md").read_text("utf-8")
    (line,) = (line for line in readme.splitlines() if line.startswith(f"| {kind} | "))
    told = re.findall(r"`(\w+)`(!?) (\w+)", re.sub(r"\([^)]*\)", "", line))
    columns = [
        (column.key, "!" if column.required else "", column.chinese)
        for column in KINDS[kind].columns
    ]
    assert told == columns


def test_a_dry_run_says_what_would_be_and_writes_nothing(store: Path) -> None:
    before = picture()
    report = bring("projects", FILES["projects"], dry_run=True)
    assert counts(report) == (2, 0, 0, 0)
    assert [change.after for change in report.changes] == ["共享菜园", "书屋"]
    assert picture() == before


@pytest.mark.parametrize("kind", PROGRAMME)
def test_an_import_is_one_deed_that_is_undone(city: Path, kind: str) -> None:
    put_in({"households": FILES["households"]}, city.with_name("two.db"))
    for earlier in PROGRAMME[: PROGRAMME.index(kind)]:
        bring(earlier, FILES[earlier])
    before = picture(journal=False)
    deeds = len(history.latest(99))
    assert not bring(kind, FILES[kind]).rejected
    assert len(history.latest(99)) == deeds + 1
    if kind != "milestones":  # a payment is taken back by another line
        history.undo()
        assert picture(journal=False) == before


def test_projects_as_their_file_says(city: Path) -> None:
    row = projects.find("共享菜园")
    assert (row.year, row.community, row.district) == (2026, "26号院社区", "武侯区")
    assert (row.dimensions, row.rural, row.status) == (("people", "land"), False, "running")
    assert (row.granted, row.organisation) == (98_000_00, "三棵树")
    assert row.people == (PersonRow("李梅", "100····2345"), PersonRow("王强"))
    assert people_of(row.id) == (PersonRow("李梅", "10055512345"), PersonRow("王强"))
    assert budget.lines(row.id) == (LineRow(1, "场地", 30_50, "own"),)
    assert projects.find("书屋").status == "proposed"


def test_a_project_is_changed_by_the_columns_that_there_are(city: Path) -> None:
    text = (
        "year,name,community,dimensions,grant,budget\n2026,共享菜园,26号院社区,land,60000,场地:1\n"
    )
    before = projects.find("共享菜园")
    report = bring("projects", text, dry_run=True)
    told = [(change.field, change.before, change.after) for change in report.changes]
    assert [field for field, _before, _after in told] == ["dimensions", "grant", "budget"]
    assert counts(bring("projects", text)) == (0, 1, 0, 0)
    row = projects.find("共享菜园")
    assert row._replace(dimensions=before.dimensions, granted=before.granted, committed=1) == (
        before._replace(committed=1)
    )
    assert (row.granted, row.dimensions) == (60_000_00, ("land",))
    assert [line[1:] for line in budget.lines(row.id)] == [("场地", 1_00, "grant")]


def test_a_number_says_which_project_is_called_otherwise_now(city: Path) -> None:
    head = "id,year,name,community,dimensions\n"
    swapped = f"{head}1,2026,书屋二,26号院社区,land\n2,2026,共享菜园,26号院社区,land\n"
    assert counts(bring("projects", swapped)) == (0, 2, 0, 0)
    assert [projects.get(number).name for number in (1, 2)] == ["书屋二", "共享菜园"]
    assert counts(bring("projects", swapped)) == (0, 0, 2, 0)


@pytest.mark.parametrize(
    ("row", "column", "says"),
    [
        (",甲,村,地,,,,,,,,,", "年度", "empty"),
        ("1899,甲,村,地,,,,,,,,,", "年度", "1990 to 2199"),
        ("2026,,村,地,,,,,,,,,", "项目", "empty"),
        ("2026,甲,,地,,,,,,,,,", "社区", "empty"),
        ("2026,甲,村,,,,,,,,,,", "维度", "empty"),
        ("2026,甲,村,水,,,,,,,,,", "维度", "no dimension"),
        ("2026,甲,村,地,忙,,,,,,,,", "状态", "not known here"),
        ("2026,甲,村,地,,-5,,,,,,,", "资助", "negative"),
        ("2026,甲,村,地,,0.005,,,,,,,", "资助", "not in whole fen"),
        ("2026,甲,村,地,,很多,,,,,,,", "资助", "no amount of money"),
        ("2026,甲,村,地,,100000.01,,,,,,,", "资助", "over the cap of ¥100,000"),
        ("2026,甲,村,地,申报中,5,,,,,,,", "资助", "has no grant yet"),
        ("2026,甲,村,地,进行中,,,,,,,,", "资助", "please give it"),
        ("2026,甲,村,地,淘汰,5,,,,,,,", "状态说明", "why it is removed"),
        ("2026,甲,村,地,,,2026-02-30,,,,,,", "开始日", "not a date"),
        ("2026,甲,村,地,,,2026-05-02,2026-05-01,,,,,", "结束日", "before the first"),
        ("2026,甲,村,地,,,,,13800000000,,,,", "负责人", "Whose telephone"),
        ("2026,甲,村,地,,,,,李梅;李梅,,,,", "负责人", "named twice"),
        ("2026,甲,村,地,,,,,,培训,,,", "预算", "not clear"),
        ("2026,甲,村,地,,,,,,培训:-3,,,", "预算", "negative"),
        ("2026,甲,村,地,,,,,,培训:3;培训:4,,,", "预算", "in the budget twice"),
        ("2026,甲,村,地,,,,,,,,郊区,", "城乡", "not known here"),
        ("2026,甲,村,地,,,,,,,,,0", "编号", "not a number"),
        ("2026,甲,村,地,,,,,,,,,1000000000", "编号", "too large"),
    ],
)
def test_projects_that_cannot_be_taken(store: Path, row: str, column: str, says: str) -> None:
    at, reason = refused("projects", f"{PROJECT_HEAD}\n{row}\n")
    assert at == column
    assert says in reason


def test_caps_count_the_rows_above(store: Path) -> None:
    rows = "\n".join(f"2026,{name},村,地,,10万,,,,,,," for name in "甲乙丙丁")
    report = bring("projects", f"{PROJECT_HEAD}\n{rows}\n")
    assert counts(report) == (3, 0, 0, 1)
    assert report.rejected[0].line == 5
    assert "¥400,000 for 村 in 2026 is ¥100,000 over ¥300,000" in report.rejected[0].reason


@pytest.mark.parametrize(
    ("changed", "column", "says"),
    [
        ("淘汰,98000", "状态", "please do that on its screen"),
        ("进行中,50000", "资助", "come to ¥50,000.05"),
        ("进行中,100001", "资助", "over the cap"),
        ("申报中,98000", "资助", "no grant yet"),
    ],
)
def test_what_an_import_does_not_do_to_a_project(
    city: Path, changed: str, column: str, says: str
) -> None:
    text = f"年度,项目,社区,维度,状态,资助\n2026,共享菜园,26号院社区,地人,{changed}\n"
    at, reason = refused("projects", text)
    assert at == column
    assert says in reason


def test_a_removed_project_comes_back_with_what_was_paid(city: Path) -> None:
    removal.remove(projects.find("共享菜园").id, "停了", TODAY)
    files = {kind: exported(kind) for kind in ("projects", "milestones")}
    assert counts(bring("milestones", files["milestones"])) == (0, 0, 4, 0)
    put_in(files, city.with_name("two.db"))
    row = projects.find("共享菜园")
    assert (row.status, row.reason) == ("removed", "停了")
    assert (row.granted, row.committed, row.paid) == (98_000_00, 30_000_00, 30_000_00)
    assert {kind: exported(kind) for kind in files} == files


def test_a_removed_project_gets_nothing_new_and_passes_no_cap(city: Path) -> None:
    garden = projects.find("共享菜园")
    removal.remove(garden.id, "停了", TODAY)
    for name in "甲乙丙":
        project(name, 89_000_00, community=garden.community)
    head, row = "项目,里程碑,基准日,拨款,拨付日", "共享菜园,播种,2026-04-01,{},{}"
    column, reason = refused("milestones", f"{head}\n{row.format(5, '')}\n")
    assert (column, "was removed" in reason) == ("拨款", True)
    column, reason = refused("milestones", f"{head}\n{row.format(3001, '2026-05-01')}\n")
    assert (column, "¥1 over ¥300,000" in reason) == ("拨款", True)
    text = f"{head}\n{row.format(3000, '2026-05-01')}\n"
    assert counts(bring("milestones", text)) == (0, 1, 0, 0)
    assert (projects.get(garden.id).paid, projects.get(garden.id).status) == (33_000_00, "removed")
    assert counts(bring("milestones", text)) == (0, 0, 1, 0)


def test_milestones_as_their_file_says(city: Path) -> None:
    garden = projects.find("共享菜园").id
    rows = {row.name: row for row in milestones.of_project(garden)}
    assert rows["启动会"][5:10] == (
        date(2026, 3, 1),
        date(2026, 3, 2),
        date(2026, 3, 2),
        "照片",
        "下雨",
    )
    assert (rows["播种"].forecast, rows["采收"].forecast) == (date(2026, 4, 15), date(2026, 7, 1))
    needs = {(row.milestone, row.needs, row.gap_days) for row in dependencies.of_project(garden)}
    assert needs == {("播种", "启动会", 31), ("采收", "播种", 60), ("采收", "启动会", 122)}
    told = [(row.name, row.amount, row.paid) for row in tranches.of_project(garden)]
    assert told == [("启动会", 30_000_00, 30_000_00), ("采收", 20_000_05, 0)]
    assert payments.ledger(garden)[0].day == date(2026, 3, 5)


def test_a_milestone_is_changed_by_the_columns_that_there_are(city: Path) -> None:
    head = "项目,里程碑,基准日"
    assert counts(bring("milestones", f"{head}\n共享菜园,播种,2026-04-01\n")) == (0, 0, 1, 0)
    text = f"{head},预计日,延期原因,拨款\n共享菜园,播种,2026-04-01,2026-05-01,种子晚到,\n"
    report = bring("milestones", text, dry_run=True)
    told = [(change.field, change.after) for change in report.changes]
    assert told == [("forecast", "2026-05-01"), ("slip_reason", "种子晚到")]
    assert counts(bring("milestones", text)) == (0, 1, 0, 0)
    assert counts(bring("milestones", text)) == (0, 0, 1, 0)


def test_a_tranche_follows_its_row_and_is_paid_once(city: Path) -> None:
    garden = projects.find("共享菜园").id
    head = "项目,里程碑,基准日,拨款,拨付日"
    text = f"{head}\n共享菜园,采收,2026-07-01,21000,2026-07-09\n"
    assert counts(bring("milestones", text)) == (0, 1, 0, 0)
    assert counts(bring("milestones", text)) == (0, 0, 1, 0)
    assert tranches.sums(garden).paid == 51_000_00
    # Of a tranche that is paid in part, the rest is paid.
    sowing = f"{head}\n共享菜园,播种,2026-04-01,500,\n"
    bring("milestones", sowing)
    sown = next(row.id for row in tranches.of_project(garden) if row.name == "播种")
    payments.pay([sown], TODAY, TODAY, amount=200_00)
    assert counts(bring("milestones", sowing.replace("500,", "500,2026-11-01")))[1] == 1
    assert tranches.get(sown).left == 0
    column, reason = refused("milestones", sowing.replace("500", "499"))
    assert (column, "¥500 of it is paid already" in reason) == ("拨款", True)


def test_a_cancelled_tranche_of_that_name_is_in_the_way(city: Path) -> None:
    garden = projects.find("共享菜园").id
    tranches.cancel([row.id for row in tranches.of_project(garden) if row.name == "采收"])
    text = "项目,里程碑,基准日,拨款\n共享菜园,采收,2026-07-01,100\n"
    assert refused("milestones", text) == ("拨款", "There is a tranche “采收” already.")


def test_several_tranches_of_one_milestone_are_not_guessed_at(city: Path) -> None:
    garden = projects.find("共享菜园").id
    harvest = milestones.find("采收", garden).id
    tranches.add(garden, "奖励", 10_00, milestone_id=harvest)
    assert counts(bring("milestones", exported("milestones"))) == (0, 0, 4, 0)
    column, reason = refused("milestones", "项目,里程碑,基准日,拨款\n共享菜园,采收,2026-07-01,5\n")
    assert (column, "one by one" in reason) == ("拨款", True)


@pytest.mark.parametrize(
    ("row", "column", "says"),
    [
        (",甲,2026-05-01,,,,,,,", "项目", "empty"),
        ("菜园,甲,2026-05-01,,,,,,,", "项目", "no project “菜园”"),
        ("共享菜园,甲,2026-05-01,,,,,,2025,", "项目", "no project"),
        ("共享菜园,甲,2026-05-01,,,,,,,别处", "项目", "no project"),
        ("共享菜园,,2026-05-01,,,,,,,", "里程碑", "empty"),
        ("共享菜园,甲,,,,,,,,", "基准日", "empty"),
        ("共享菜园,甲,5月1日,,,,,,,", "基准日", "not a date"),
        ("共享菜园,甲,2027-01-01,,,,,,,", "基准日", "ends on"),
        ("共享菜园,甲,2026-05-01,明天,,,,,,", "预计日", "not a date"),
        ("共享菜园,甲,2026-05-01,,2026-11-24,,,,,", "实际日", "not come yet"),
        ("书屋,甲,2026-05-01,,2026-05-01,,,,,", "实际日", "only proposed"),
        ("共享菜园,甲,2026-05-01,,,甲,,,,", "前置", "“甲” cannot need itself"),
        ("共享菜园,启动会,2026-03-01,,2026-03-02,采收,,,,", "前置", "in a ring: 启动会 → 采收"),
        ("共享菜园,甲,2026-05-01,,,没有,,,,", "前置", "no milestone “没有”"),
        ("共享菜园,甲,2026-05-01,,,选址,,,,", "前置", "no milestone “选址”"),
        ("共享菜园,甲,2026-05-01,,,启动会 +9999,,,,", "前置", "gap of at most 3660"),
        ("共享菜园,甲,2026-05-01,,,,-1,,,", "拨款", "negative"),
        ("共享菜园,甲,2026-05-01,,,,0.001,,,", "拨款", "not in whole fen"),
        ("共享菜园,甲,2026-05-01,,,,47999.96,,,", "拨款", "leaves ¥47,999.95"),
        ("书屋,甲,2026-05-01,,,,1,,,", "拨款", "leaves ¥0"),
        ("共享菜园,甲,2026-05-01,,,,,2026-05-01,,", "拨款", "how much was paid"),
        ("共享菜园,甲,2026-05-01,,,,5,2026-11-24,,", "拨付日", "not come yet"),
    ],
)
def test_milestones_that_cannot_be_taken(city: Path, row: str, column: str, says: str) -> None:
    at, reason = refused("milestones", f"{MILESTONE_HEAD}\n{row}\n")
    assert at == column
    assert says in reason


def test_rows_that_need_each_other_or_what_was_refused(city: Path) -> None:
    rows = (
        "共享菜园,甲,2026-05-01,,,乙,,,,",
        "共享菜园,乙,2026-05-02,,,丙;启动会 +5,,,,",
        "共享菜园,丙,2026-05-03,,,甲,,,,",
        "共享菜园,丁,2026-05-04,,,丙,,,,",
        "共享菜园,戊,2026-05-05,,,启动会,,,,",
        "共享菜园,戊,2026-05-06,,,,,,,",
    )
    report = bring("milestones", "\n".join((MILESTONE_HEAD, *rows)) + "\n")
    told = [(row.line, row.reason) for row in report.rejected]
    assert told == [
        (2, "There is no milestone “乙” in this project."),
        (3, "There is no milestone “丙” in this project."),
        (4, "They would need each other in a ring: 丙 → 甲 → 乙 → 丙."),
        (5, "There is no milestone “丙” in this project."),
        (7, "This milestone is in line 6 already."),
    ]
    assert counts(report) == (1, 0, 0, 5)


def test_which_of_two_projects_is_meant_is_asked(city: Path) -> None:
    bring("projects", "年度,项目,社区,维度\n2027,共享菜园,26号院社区,地\n")
    row = "共享菜园,甲,2027-05-01,,,,,,{},\n"
    assert "several “共享菜园”" in refused("milestones", f"{MILESTONE_HEAD}\n{row.format('')}")[1]
    assert counts(bring("milestones", f"{MILESTONE_HEAD}\n{row.format(2027)}")) == (1, 0, 0, 0)


def test_reviews_as_their_file_says(city: Path) -> None:
    garden = projects.find("共享菜园").id
    told = [(row.reviewer, row.day.day, row.scores, row.note) for row in reviews.of_project(garden)]
    assert told == [
        ("徐老师", 1, {"参与": 80, "财务": 7}, ""),
        ("钱老师", 2, {"参与": 70, "财务": 9}, "好"),
    ]
    assert [row[:3] for row in years.get(2026).criteria] == [("参与", 60, 100), ("财务", 40, 10)]
    one = f"{REVIEW_HEAD}\n共享菜园,徐老师,2026-11-01,财务,8,,,\n"
    assert counts(bring("reviews", one)) == (0, 1, 0, 0)
    assert reviews.of_project(garden)[0].scores == {"参与": 80, "财务": 8}


@pytest.mark.parametrize(
    ("row", "column", "says"),
    [
        ("菜园,孙老师,2026-11-01,参与,5,,,", "项目", "no project"),
        ("书屋,孙老师,2026-11-01,参与,5,,,", "项目", "only proposed"),
        ("共享菜园,,2026-11-01,参与,5,,,", "评审人", "empty"),
        ("共享菜园,孙老师,,参与,5,,,", "日期", "empty"),
        ("共享菜园,孙老师,2026-11-24,参与,5,,,", "日期", "not come yet"),
        ("共享菜园,孙老师,2026-11-01,,5,,,", "指标", "empty"),
        ("共享菜园,孙老师,2026-11-01,人缘,5,10,,", "指标", "no criterion of 2026"),
        ("共享菜园,孙老师,2026-11-01,参与,5,,,", "指标", "lacks points for 财务"),
        ("共享菜园,孙老师,2026-11-01,参与,,,,", "分数", "empty"),
        ("共享菜园,孙老师,2026-11-01,参与,8.5,,,", "分数", "not a number"),
        ("共享菜园,孙老师,2026-11-01,参与,-1,,,", "分数", "not a number"),
        ("共享菜园,孙老师,2026-11-01,财务,11,,,", "分数", "from 0 to 10"),
        ("共享菜园,孙老师,2026-11-01,参与,5,61,,", "权重", "counts 60"),
        ("共享菜园,孙老师,2026-11-01,参与,5,60,50,", "满分", "100 points at most"),
    ],
)
def test_reviews_that_cannot_be_taken(city: Path, row: str, column: str, says: str) -> None:
    at, reason = refused("reviews", f"{REVIEW_HEAD}\n{row}\n")
    assert at == column
    assert says in reason


def test_rows_of_one_review_say_the_same(city: Path) -> None:
    rows = (
        "共享菜园,孙老师,2026-11-01,参与,5,,,",
        "共享菜园,孙老师,2026-11-02,财务,5,,,",
        "共享菜园,孙老师,2026-11-01,财务,5,,,晚",
        "共享菜园,孙老师,2026-11-01,财务,5,,,",
        "共享菜园,孙老师,2026-11-01,财务,6,,,",
    )
    report = bring("reviews", "\n".join((REVIEW_HEAD, *rows)) + "\n")
    assert counts(report) == (2, 0, 0, 3)
    assert [(row.line, row.column) for row in report.rejected] == [
        (3, "日期"),
        (4, "备注"),
        (6, "指标"),
    ]
    assert "Line 2 of the same review says otherwise" in report.rejected[0].reason


def test_a_bad_row_makes_no_criterion(city: Path) -> None:
    put_in({kind: FILES[kind] for kind in ("households", "projects")}, city.with_name("two.db"))
    rows = (
        "共享菜园,孙老师,2026-11-01,人缘,999,10,100,",
        "共享菜园,孙老师,2026-11-01,参与,5,10,100,",
    )
    report = bring("reviews", "\n".join((REVIEW_HEAD, *rows)) + "\n")
    assert counts(report) == (1, 0, 0, 1)
    assert [row.name for row in Criterion.select()] == ["参与"]


def test_a_proposal_whose_vote_cannot_be_opened_is_not_kept(store: Path) -> None:
    row = "2027,甲,村,地,5,,,,,2026-11-20,2026-11-30,表决中"
    column, reason = refused("proposals", f"{PROPOSAL_HEAD}\n{row}\n")
    assert (column, "names no compound" in reason) == ("状态", True)
    report = bring("proposals", f"{PROPOSAL_HEAD}\n{row}\n2027,乙,村,地,5,,,,,,,\n")
    assert counts(report) == (1, 0, 0, 1)
    assert [each.name for each in proposals.ProposalList().after(None, 9)] == ["乙"]


def test_proposals_and_their_votes_as_their_file_says(city: Path) -> None:
    garden, rules, arbour = proposals.ProposalList().after(None, 9)
    assert (garden.cost, garden.rule, garden.quorum, garden.secret) == (
        58_000_00,
        "majority",
        50,
        False,
    )
    assert (garden.state, garden.roll, garden.cast, garden.yes, garden.no) == ("open", 4, 2, 1, 1)
    assert (rules.cost, rules.rule, rules.secret, rules.cast) == (1, "two_thirds", True, 1)
    assert rules.abstain == 1
    assert (arbour.state, arbour.cost, arbour.compound, arbour.quorum) == (
        "draft",
        90_000_00,
        "26号院",
        50,
    )
    told = {row.address: (row.choice, row.proxy, row.witness) for row in rolls.roll(garden.id)}
    assert told["1-102"] == ("no", "周明芳", "")
    ticked = {row.address: (row.cast_as, row.choice, row.witness) for row in rolls.roll(rules.id)}
    assert ticked["1-101"] == ("paper", None, "陈素芬")


@pytest.mark.parametrize(
    ("row", "column", "says"),
    [
        (",甲,村,地,5,,,,,,,", "年度", "empty"),
        ("2027,,村,地,5,,,,,,,", "提案", "empty"),
        ("2027,甲,,地,5,,,,,,,", "社区", "empty"),
        ("2027,甲,村,火,5,,,,,,,", "维度", "no dimension"),
        ("2027,甲,村,地,,,,,,,,", "金额", "empty"),
        ("2027,甲,村,地,0,,,,,,,", "金额", "too little"),
        ("2027,甲,村,地,-5,,,,,,,", "金额", "negative"),
        ("2027,甲,村,地,1.234,,,,,,,", "金额", "not in whole fen"),
        ("2027,甲,村,地,5,别院,,,,,,", "院落", "别院"),
        ("2027,甲,村,地,5,,抓阄,,,,,", "表决规则", "not known here"),
        ("2027,甲,村,地,5,,,101,,,,", "法定人数", "0 to 100"),
        ("2027,甲,村,地,5,,,,半公开,,,", "投票方式", "not known here"),
        ("2027,甲,村,地,5,,,,,,,表决中", "开始日", "from when to when"),
        ("2027,甲,村,地,5,,,,,2026-11-20,,表决中", "截止日", "from when to when"),
        ("2027,甲,村,地,5,,,,,2026-11-20,2026-11-19,表决中", "截止日", "before the first"),
        ("2027,甲,村,地,5,,,,,,,开会中", "状态", "not known here"),
        ("2027,雨水花园,26号院社区,地景,58000,,,,,,,准备中", "状态", "open already"),
        ("2027,雨水花园,26号院社区,地景,58001,,,,,,,", "状态", "stays as it is"),
    ],
)
def test_proposals_that_cannot_be_taken(city: Path, row: str, column: str, says: str) -> None:
    at, reason = refused("proposals", f"{PROPOSAL_HEAD}\n{row}\n")
    assert at == column
    assert says in reason


@pytest.mark.parametrize(
    ("row", "column", "says"),
    [
        ("花园,1-101,y,,,", "提案", "no proposal"),
        ("雨水花园,9-101,y,,,", "住址", "not on the roll"),
        ("雨水花园,,y,,,", "住址", "not on the roll"),
        ("雨水花园,2-101,,,,", "票", "empty"),
        ("雨水花园,2-101,也许,,,", "票", "not known here"),
        ("雨水花园,1-101,n,,,", "住址", "voted already"),
        ("雨水花园,2-101,y,代投,,", "代投人", "who voted for them"),
        ("雨水花园,2-101,y,纸票,,", "见证人", "who saw the paper"),
        ("雨水花园,2-101,y,,周明芳,陈素芬", "方式", "one of the two"),
        ("公约,2-101,y,,,", "票", "never both"),
        ("公约,,,,,", "住址", "a door, or what the paper says"),
        ("公约,,y,,,", "票", "more papers than households"),
        ("公约,2-101,,,,", "住址", "being counted"),
        ("凉亭,2-101,y,,,", "住址", "not on the roll"),
    ],
)
def test_ballots_that_cannot_be_taken(city: Path, row: str, column: str, says: str) -> None:
    at, reason = refused("ballots", f"{BALLOT_HEAD}\n{row}\n")
    assert at == column
    assert says in reason


def test_nothing_of_the_programme_is_a_formula(store: Path) -> None:
    risky = "=HYPERLINK(1)"
    garden = project("@菜园", 100, note=risky, organisation="+x", community="-y")
    milestones.add(garden, risky, date(2026, 5, 1))
    budget.set_line(garden, risky, 5)
    for kind in ("projects", "milestones"):
        text = exported(kind)
        cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
        assert not [cell for cell in cells if cell[:1] in ("=", "+", "@", "-")]
        assert counts(bring(kind, text)) == (0, 0, 1, 0)


NAMES = st.one_of(
    HOSTILE.map(storable).filter(bool),
    st.sampled_from(
        ["a;b", "a；b\\", "\\", "会 +14", "会 -3", "场地(own)", "（资助）", "a:5", "a：b;c:1"]
    ),
)


@given(st.lists(NAMES, max_size=4))
def test_things_in_one_cell_come_apart_again(names: list[str]) -> None:
    assert apart(together(names)) == names


@given(
    st.dictionaries(st.tuples(NAMES, st.sampled_from(SOURCES)), st.integers(0, 10**9), max_size=4),
    st.sampled_from(["en", "zh_CN"]),
)
def test_a_budget_in_one_cell_comes_apart_again(
    lines: dict[tuple[str, str], int], spoken: str
) -> None:
    assert parse_budget(say_budget(lines, spoken)) == lines


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(st.tuples(NAMES, st.integers(-9, 9)), min_size=2, max_size=4, unique_by=lambda e: e[0])
)
def test_every_name_of_a_milestone_survives(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, int]]
) -> None:
    folder = tmp_path_factory.mktemp("stores")
    open_fresh(folder / "one.db")
    try:
        garden = project(rows[0][0], 100)
        before: int | None = None
        for name, gap in rows:
            new = milestones.add(garden, name, date(2026, 5, 10))
            if before is not None:
                dependencies.add(new, before, gap)
            before = new
        text = exported("milestones")
        assert counts(bring("milestones", text)) == (0, 0, len(rows), 0)
        put_in({"projects": exported("projects"), "milestones": text}, folder / "two.db")
        assert exported("milestones") == text
    finally:
        database.close_store()
