"""The kinds of table that cross the wall: their columns, and the words in their cells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from store.errors import StoreError
from store.exchange import NAMES
from store.language import _, current, listed
from store.text import fold, shown


@dataclass(frozen=True)
class Column:
    """One column; `key` is also its English header, `also` is what else people call it."""

    key: str
    chinese: str
    required: bool = False
    also: tuple[str, ...] = ()

    def header(self, language: str) -> str:
        """What the column is called in a file of this language."""
        return self.chinese if language == "zh_CN" else self.key


@dataclass(frozen=True)
class Kind:
    """One kind of table."""

    key: str
    columns: tuple[Column, ...]

    @property
    def name(self) -> str:
        """What the kind is called, to be told through gettext."""
        return NAMES[self.key]

    def column(self, key: str) -> Column:
        """The column with this key."""
        return next(column for column in self.columns if column.key == key)


COMPOUND = Column("compound", "院落")
COMMUNITY = Column("community", "社区")
NUMBER = Column("id", "编号")
NOTE = Column("note", "备注", also=("备注说明",))
PHONE = Column("phone", "电话", also=("手机", "手机号", "联系电话"))
HOUSEHOLD = Column("household", "住址", required=True, also=("房号",))
MEMBER = Column("name", "姓名", required=True, also=("队员",))
TEAM = Column("team", "队伍", required=True)
AT = Column("at", "时间", required=True, also=("开始时间",))
SKILLS = Column("skills", "技能")
YEAR = Column("year", "年度", required=True)
OF_YEAR = Column("year", "年度")
PROJECT = Column("project", "项目", required=True, also=("项目名称",))
ORGANISATION = Column("organisation", "执行机构")
DIMENSIONS = Column("dimensions", "维度", required=True)
# What the things are called, under the key of their column.
_THINGS = ("品名", "名称", "物品名称")

KINDS = {
    kind.key: kind
    for kind in (
        Kind(
            "households",
            (
                COMMUNITY,
                COMPOUND,
                Column("unit", "单元", required=True, also=("单元号",)),
                Column("floor", "楼层"),
                Column("door", "门牌", required=True, also=("门牌号", "房号")),
                Column("name", "户名"),
                Column("kind", "类型"),
                Column("position", "位置"),
                NOTE,
                Column("on_board", "上展示板"),
                Column("by_phone", "可打电话"),
            ),
        ),
        Kind(
            "residents",
            (
                COMPOUND,
                HOUSEHOLD,
                Column("name", "姓名", required=True),
                PHONE,
                NOTE,
            ),
        ),
        Kind(
            "items",
            (
                NUMBER,
                COMPOUND,
                HOUSEHOLD,
                Column("name", "物品", required=True, also=_THINGS),
                Column("category", "类别", required=True, also=("分类", "种类")),
                Column("condition", "状况"),
                NOTE,
            ),
        ),
        Kind(
            "loans",
            (
                NUMBER,
                COMPOUND,
                Column("item_id", "物品编号"),
                Column("item", "物品", required=True, also=_THINGS),
                Column("lender", "出借户", required=True),
                Column("borrower", "借用户", required=True),
                Column("resident", "借用人", also=("借用人姓名",)),
                Column("lent_on", "借出日", required=True, also=("借出日期",)),
                Column("due_on", "应还日", also=("应还日期",)),
                Column("returned_on", "归还日", also=("归还日期",)),
                Column("renewals", "续借次数"),
                NOTE,
            ),
        ),
        Kind(
            "members",
            (
                MEMBER,
                TEAM,
                SKILLS,
                Column("max_per_week", "每周最多", also=("每周最多班次",)),
                Column("max_per_month", "每月最多", also=("每月最多班次",)),
                Column("hours_before", "以前工时", also=("已有工时",)),
                PHONE,
                COMPOUND,
                Column("household", "住址", also=("房号",)),
                Column("resident", "居民"),
                NOTE,
            ),
        ),
        Kind(
            "availability",
            (
                MEMBER,
                Column("weekday", "星期", required=True, also=("周几",)),
                Column("from", "开始", required=True, also=("从", "开始时间")),
                Column("to", "结束", required=True, also=("到", "结束时间")),
            ),
        ),
        Kind(
            "absences",
            (
                MEMBER,
                Column("from", "开始", required=True, also=("从", "开始日期")),
                Column("to", "结束", required=True, also=("到", "结束日期")),
                NOTE,
            ),
        ),
        Kind(
            "series",
            (
                TEAM,
                Column("name", "名称", required=True, also=("班次",)),
                Column("rrule", "规则", required=True, also=("rule", "重复规则")),
                Column("starts_on", "开始日", required=True, also=("开始日期",)),
                Column("ends_on", "结束日", also=("结束日期",)),
                AT,
                Column("minutes", "分钟", required=True, also=("时长",)),
                Column("least", "最少", also=("最少人数",)),
                Column("wanted", "需要", required=True, also=("需要人数", "人数")),
                Column("most", "最多", also=("最多人数",)),
                SKILLS,
                Column("closed_days", "休息日"),
                Column("seasons", "季节"),
                Column("days", "单独日期"),
                NOTE,
            ),
        ),
        Kind(
            "assignments",
            (
                Column("day", "日期", required=True),
                AT,
                Column("shift", "班次", required=True),
                Column("team", "队伍"),
                Column("member", "队员", required=True, also=("姓名",)),
                Column("place", "位置"),
                Column("attendance", "签到"),
            ),
        ),
        Kind(
            "projects",
            (
                NUMBER,
                YEAR,
                Column("name", "项目", required=True, also=("项目名称", "名称")),
                Column("community", "社区", required=True, also=("村", "村社区")),
                Column("district", "区县", also=("区",)),
                ORGANISATION,
                DIMENSIONS,
                Column("rural", "城乡"),
                Column("status", "状态"),
                Column("starts_on", "开始日", also=("开始日期",)),
                Column("ends_on", "结束日", also=("结束日期",)),
                Column("grant", "资助", also=("资助金额",)),
                Column("in_charge", "负责人"),
                Column("budget", "预算"),
                Column("status_reason", "状态说明"),
                NOTE,
            ),
        ),
        Kind(
            "milestones",
            (
                PROJECT,
                OF_YEAR,
                COMMUNITY,
                Column("name", "里程碑", required=True, also=("名称",)),
                Column("baseline", "基准日", required=True, also=("基准日期",)),
                Column("forecast", "预计日", also=("预计日期",)),
                Column("actual", "实际日", also=("实际日期", "完成日期")),
                Column("needs", "前置"),
                Column("evidence", "佐证"),
                Column("slip_reason", "延期原因"),
                Column("tranche", "拨款"),
                Column("paid_on", "拨付日", also=("拨付日期",)),
            ),
        ),
        Kind(
            "reviews",
            (
                PROJECT,
                OF_YEAR,
                COMMUNITY,
                Column("reviewer", "评审人", required=True),
                Column("day", "日期", required=True),
                Column("criterion", "指标", required=True),
                Column("points", "分数", required=True, also=("得分",)),
                Column("weight", "权重"),
                Column("most", "满分"),
                NOTE,
            ),
        ),
        Kind(
            "proposals",
            (
                NUMBER,
                YEAR,
                Column("name", "提案", required=True, also=("提案名称", "名称")),
                Column("community", "社区", required=True, also=("村", "村社区")),
                Column("district", "区县", also=("区",)),
                COMPOUND,
                ORGANISATION,
                DIMENSIONS,
                Column("rural", "城乡"),
                Column("cost", "金额", required=True, also=("费用",)),
                Column("proposer", "提案人"),
                Column("rule", "表决规则"),
                Column("quorum", "法定人数"),
                Column("secret", "投票方式"),
                Column("opens_on", "开始日", also=("开始日期",)),
                Column("closes_on", "截止日", also=("截止日期",)),
                Column("state", "状态"),
                NOTE,
            ),
        ),
        Kind(
            "ballots",
            (
                Column("proposal", "提案", required=True, also=("提案名称",)),
                OF_YEAR,
                COMMUNITY,
                Column("household", "住址", also=("房号",)),
                Column("choice", "票", also=("选择",)),
                Column("cast_as", "方式"),
                Column("proxy", "代投人"),
                Column("witness", "见证人"),
            ),
        ),
    )
}

# The column that a rejects file carries, and an import passes over.
REASON = Column("reason", "原因")

CONDITION_WORDS = {
    "good": "良好",
    "worn": "磨损",
    "damaged": "损坏",
    "lost": "遗失",
    "withdrawn": "下架",
}
KIND_WORDS = {"home": "住户", "shop": "商铺", "vacant": "空置"}
CLOSED_DAYS_WORDS = {"keep": "照常", "holidays": "节假日停", "closed": "休息日停"}
PLACE_WORDS = {"planned": "正式", "standby": "候补"}
ATTENDANCE_WORDS = {"present": "到了", "late": "迟到", "excused": "请假", "absent": "没来"}
RURAL_WORDS = {"urban": "城市", "rural": "农村"}
STATUS_WORDS = {
    "proposed": "申报中",
    "funded": "已资助",
    "running": "进行中",
    "under_review": "评估中",
    "supervised": "督导中",
    "completed": "已完成",
    "removed": "淘汰",
}
RULE_WORDS = {"majority": "过半数", "two_thirds": "三分之二", "approval": "按赞成票排序"}
SECRET_WORDS = {"open": "公开", "secret": "无记名"}
STATE_WORDS = {"draft": "准备中", "open": "表决中", "closed": "已结束", "withdrawn": "已撤回"}
CHOICE_WORDS = {"yes": "赞成", "no": "反对", "abstain": "弃权"}
CAST_WORDS = {"present": "本人", "proxy": "代投", "paper": "纸票"}
SOURCE_WORDS = {"grant": "资助", "own": "自筹"}
CONSENT_WORDS = {"yes": "是", "no": "否"}
# The words of each column that holds one of a few.
WORDS = {
    "condition": CONDITION_WORDS,
    "kind": KIND_WORDS,
    "on_board": CONSENT_WORDS,
    "by_phone": CONSENT_WORDS,
    "closed_days": CLOSED_DAYS_WORDS,
    "place": PLACE_WORDS,
    "attendance": ATTENDANCE_WORDS,
    "rural": RURAL_WORDS,
    "status": STATUS_WORDS,
    "rule": RULE_WORDS,
    "secret": SECRET_WORDS,
    "state": STATE_WORDS,
    "choice": CHOICE_WORDS,
    "cast_as": CAST_WORDS,
}


def word(value: str, words: Mapping[str, str], language: str) -> str:
    """The word for a condition or a household's kind in a file of this language."""
    return words[value] if language == "zh_CN" else value


def said(key: str, written: str) -> str:
    """What stands written in the column `key`, in the language spoken now."""
    words = WORDS.get(key, {})
    return word(written, words, current()) if written in words else written


def value(text: str, words: Mapping[str, str]) -> str | None:
    """What a word in a cell means, Chinese or English; None where it is none of `words`."""
    asked = fold(text)
    return next((key for key, chinese in words.items() if asked in (key, chinese)), None)


@dataclass(frozen=True)
class Places:
    """Where a file's columns stand: `at` by key, and the headers that no column answers to."""

    at: Mapping[str, int]
    unused: tuple[str, ...]


def recognise(kind: Kind, header: tuple[str, ...]) -> Places:
    """Find the columns of `kind` in a file's first line, Chinese or English, in any order.

    Raises StoreError where a required column is missing, or two columns mean the same.
    """
    named = {_plain(name): column for column in kind.columns for name in _names(column)}
    passed_over = {_plain(name) for name in _names(REASON)} | {""}
    at: dict[str, int] = {}
    unused = []
    for place, title in enumerate(header):
        column = named.get(_plain(title))
        if column is None:
            if _plain(title) not in passed_over:
                unused.append(title)
        elif column.key in at:
            raise StoreError(
                _("Column twice"),
                _("Columns “{first}” and “{second}” mean the same. Please take one out.").format(
                    first=shown(header[at[column.key]]), second=shown(title)
                ),
            )
        else:
            at[column.key] = place
    _refuse_missing(kind, at)
    return Places(at, tuple(unused))


def _refuse_missing(kind: Kind, at: Mapping[str, int]) -> None:
    missing = [column for column in kind.columns if column.required and column.key not in at]
    if not missing:
        return
    if at:
        sentence = _("The first line names no column {columns}. Please add it.").format(
            columns=_listed(missing)
        )
    else:
        sentence = _(
            "The first line does not name the columns of {kind}. It should begin like: {columns}."
        ).format(
            kind=_(kind.name),
            columns=_listed([column for column in kind.columns if column.required]),
        )
    raise StoreError(_("Column missing"), sentence)


def _listed(columns: list[Column]) -> str:
    return listed(column.header(current()) for column in columns)


def _names(column: Column) -> tuple[str, ...]:
    return column.key, column.chinese, *column.also


def _plain(title: str) -> str:
    return fold(title).replace("_", "")
