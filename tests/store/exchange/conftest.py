"""What the tests of import and export ask for: tables from text, and a picture of the store."""

from __future__ import annotations

import io

from store import index
from store.database import db
from store.exchange import NAMES, exports, imports
from store.exchange.report import Report
from store.exchange.tables import Table, parse_table
from store.journal import JOURNAL
from tests.conftest import TODAY

KINDS = tuple(NAMES)

HOUSEHOLDS = """院落,单元,楼层,门牌,户名,类型,备注
26号院,1,1,101,陈家,住户,一楼
26号院,1,1,102,周家,住户,
26号院,1,2,201,,空置,
26号院,2,1,101,小卖部,商铺,
"""
RESIDENTS = "住址,姓名,电话,备注\n1-101,陈素芬,10055512345,\n1-102,周志明,,白天在家\n"
ITEMS = """住址,物品,类别,状况,备注
1-101,烤箱,厨房,良好,
1-101,梯子,工具,磨损,三米
1-102,梯子,工具,良好,
"""
LOANS = """物品,出借户,借用户,借用人,借出日,应还日,归还日,续借次数,备注
烤箱,1-101,1-102,周志明,2026-01-05,2026-01-19,2026-01-12,0,
烤箱,1-101,2-101,,2026-11-01,2026-11-15,,1,还在用
"""
MEMBERS = """姓名,队伍,技能,每周最多,以前工时,住址,备注
陈素芬,快乐农夫队,浇水;开门,2,12.5,1-101,
张伟,快乐农夫队;创业小分队,,,,,=外来
"""
AVAILABILITY = "姓名,星期,开始,结束\n陈素芬,1,7:00,11:00\n陈素芬,周六,14点,24:00\n"
ABSENCES = "姓名,开始,结束,备注\n张伟,2026-12-01,2026-12-05,外出\n张伟,2027-01-01,,\n"
SERIES = """队伍,名称,规则,开始日,时间,分钟,最少,需要,最多,技能
快乐农夫队,浇水,FREQ=WEEKLY;BYDAY=TU,2026-11-10,07:00,120,1,2,3,浇水:1
创业小分队,售卖,FREQ=WEEKLY;INTERVAL=2;BYDAY=SA,2026-11-28,08:30,180,1,1,1,
"""
ASSIGNMENTS = """日期,时间,班次,队员,位置
2026-11-24,7:00,浇水,陈素芬,
2026-11-24,7:00,浇水,张伟,候补
2026-11-28,8:30,售卖,张伟,正式
"""
PROJECTS = """年度,项目,社区,区县,执行机构,维度,城乡,状态,资助,负责人,预算,备注
2026,共享菜园,26号院社区,武侯区,三棵树,地人,城市,进行中,9.8万,李梅 10055512345;王强,场地(自筹):30.5,
2026,书屋,26号院社区,武侯区,,文,农村,申报中,,,,=备注
"""
MILESTONES = """项目,里程碑,基准日,预计日,实际日,前置,佐证,延期原因,拨款,拨付日
共享菜园,启动会,2026-03-01,,2026-03-02,,照片,下雨,30000,2026-03-05
共享菜园,播种,2026-04-01,2026-04-15,,启动会,,下雨,,
共享菜园,采收,2026-07-01,,,播种 +60;启动会,,,20000.05,
书屋,选址,2026-05-01,,,,,,,
"""
REVIEWS = """项目,评审人,日期,指标,分数,权重,满分,备注
共享菜园,徐老师,2026-11-01,参与,80,60,100,
共享菜园,徐老师,2026-11-01,财务,7,40,10,
共享菜园,钱老师,2026-11-02,参与,70,60,100,好
共享菜园,钱老师,2026-11-02,财务,9,40,10,好
"""
PROPOSALS = """年度,提案,社区,院落,维度,金额,提案人,表决规则,法定人数,投票方式,开始日,截止日,状态
2027,雨水花园,26号院社区,26号院,地景,58000,周明芳,过半数,50,公开,2026-11-23,2026-11-23,表决中
2027,公约,26号院社区,26号院,人,0.01,,三分之二,0,无记名,2026-11-20,2026-11-30,表决中
2027,凉亭,26号院社区,,景,9万,,,,,,,
"""
BALLOTS = """提案,住址,票,方式,代投人,见证人
雨水花园,1-101,赞成,本人,,
雨水花园,1-102,n,代投,周明芳,
公约,1-101,,纸票,,陈素芬
公约,,弃权,,,
"""
TEXTS = (
    HOUSEHOLDS, RESIDENTS, ITEMS, LOANS, MEMBERS, AVAILABILITY, ABSENCES, SERIES, ASSIGNMENTS,
    PROJECTS, MILESTONES, REVIEWS, PROPOSALS, BALLOTS,
)  # fmt: skip
FILES = dict(zip(KINDS, TEXTS, strict=True))


def table(text: str, encoding: str = "utf-8", name: str = "file.csv") -> Table:
    """The table that a file of this text holds."""
    return parse_table(name, text.encode(encoding))


def bring(kind: str, text: str, **asked) -> Report:
    """Import text as a file of `kind`."""
    return imports.run(kind, table(text), TODAY, **asked)


def fill() -> None:
    """Import one small file of every kind."""
    for kind, text in FILES.items():
        report = bring(kind, text)
        assert not report.rejected


def counts(report: Report) -> tuple[int, int, int, int]:
    """Added, changed, unchanged, rejected."""
    return report.added, report.changed, report.unchanged, len(report.rejected)


def exported(kind: str, language: str = "en") -> str:
    """The export of `kind`, as text."""
    file = io.StringIO(newline="")
    exports.write(kind, file, language=language)
    return file.getvalue()


def picture(*, journal: bool = True) -> dict[str, list[tuple]]:
    """Every row of every table; without the journal, only what the neighbourhood is."""
    left_out = {"sqlite_sequence"} | (set() if journal else JOURNAL | index.TABLES)
    return {
        name: db.execute_sql(f'SELECT * FROM "{name}" ORDER BY 1').fetchall()
        for name in db.get_tables()
        if name not in left_out
    }


def reasons(report: Report) -> list[tuple[str, str]]:
    """The column of each row that was rejected, and why."""
    return [(rejection.column, rejection.reason) for rejection in report.rejected]


def refused(kind: str, text: str) -> tuple[str, str]:
    """Why the only row is refused, which leaves everything as it was."""
    before = picture()
    report = bring(kind, text)
    assert counts(report) == (0, 0, 0, 1)
    assert picture() == before
    (rejection,) = report.rejected
    assert rejection.line == 2
    assert rejection.reason.isprintable()
    return reasons(report)[0]
