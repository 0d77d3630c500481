"""What lines say: a table of them, and what holds of every line."""

from __future__ import annotations

from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store import history, language, opendays
from store.access import people
from store.calendar import say_near
from store.database import db
from store.neighbours import compounds, households
from store.sharing import inventory
from tests.conftest import TODAY
from tests.store.access.making import key
from tests.tui.line.conftest import Said
from tui import cells
from tui.help import COLUMNS
from tui.line import verbs
from tui.line.read import read
from tui.line.reading import At, Go

LENT = "Lend 烤箱 of 2-201 to 1-302, due Mon 7 Dec."
BACK = "Take back 烤箱 of 1-101 from 2-102 王家."


WOULD_DO = {
    "l 烤箱 1-302": LENT,
    "lend 烤箱@2-201 to 1-302": LENT,
    "L kaoxiang 1-302 2w": LENT,
    "l 烤箱 1-302 +2w": LENT,
    "l 烤箱 1-302 until 12-7": LENT,
    "借出 烤箱 给 1-302 14天": LENT,
    "借烤箱给1-302": LENT,
    "借烤箱给1-302到12-7": LENT,
    "借烤箱给1-302到月底": LENT.replace("7 Dec", "30 Nov"),
    "借 烤箱 1-302 到 月底": LENT.replace("7 Dec", "30 Nov"),
    "借 烤箱 到 1-302 明天": LENT.replace("Mon 7 Dec", "Tue 24 Nov"),
    "l #6 1单元302 10d": "Lend 烤架 of 2-201 to 1-302, due Thu 3 Dec.",
    "l 烤架 wj fri": "Lend 烤架 of 2-201 to 2-102 王家, due Fri 27 Nov.",
    "l 烤架 王芳": "Lend 烤架 of 2-201 to 2-102 王家 (王芳), due Mon 7 Dec.",
    "l dz 2-201": "Lend 电钻 of 1-101 to 2-201, due Mon 7 Dec.",
    "l hair dryer 2-201": "Lend hair dryer of 1-101 to 2-201, due Mon 7 Dec.",
    "l hair dryer 2-201 12-3": "Lend hair dryer of 1-101 to 2-201, due Thu 3 Dec.",
    "r 烤箱": BACK,
    "还烤箱": BACK,
    "r 2-102": BACK,
    "归还 kx 2-102": BACK,
    "n kx": "Renew 烤箱 of 1-101 for 2-102 王家, due Mon 21 Dec.",
    "a 1-302 榔头, 改刀，烤箱": "Add to 1-302: 榔头 (厨房), 改刀 (厨房), 烤箱 (厨房).",
    "加 1-302 榔头 电钻": "Add to 1-302: 榔头 (厨房), 电钻 (工具).",
    "a 1-302 hair dryer": "Add to 1-302: hair dryer (浴室).",
    "go 2-102": "Go to: 2-102 王家.",
    "2-102": "Go to: 2-102 王家.",
    "go 烤架": "Go to: 烤架 of 2-201.",
    "go proj": "Go to: projects.",
    "去 班表": "Go to: rota.",
    "late": "Go to: overdue.",
    "rota next": "Show the rota of the week from Mon 30 Nov.",
    "班表 下周": "Show the rota of the week from Mon 30 Nov.",
    "rota 12-9": "Show the rota of the week from Mon 7 Dec.",
    "u": "Take back: lent 烤箱 to 2-102.",
}


def test_what_a_line_would_do(said: Said) -> None:
    assert {line: said(line).preview for line in WOULD_DO} == WOULD_DO


MISSING = {
    "l": "What is lent?",
    "l 烤架": "To whom?",
    "r": "What came back?",
    "a 1-302": "Which things? A comma sets them apart.",
    "go": "Where to? A household, a thing, or a screen.",
    "undo 烤箱": "That says nothing here.",
    "late 2-102": "That says nothing here.",
    "l 烤架 9-999": "Nothing here answers to “9-999”.",
    "l zzz": "Nothing here answers to “zzz”.",
    "l 烤 2-102": "“烤” may be any of these: choose one.",
}


def test_what_is_missing_is_asked(said: Said) -> None:
    assert {line: said(line).missing for line in MISSING} == MISSING


REFUSED = {
    "l 烤箱@1-101 1-302": "“烤箱” is lent to 2-102 since Mon 2026-11-23.",
    "l 烤架 2-201": "“烤架” belongs to 2-201; nobody borrows from themselves.",
    "l 烤架 2-103": "2-103 is vacant.",
    "l 烤架 1-302 11-1": "The due date is before the day of lending.",
    "r 烤架": "“烤架” of 2-201 is not lent.",
    "r 1-302": "1-302 has borrowed nothing.",
    "a 2-103 榔头": "2-103 is vacant.",
    f"a 1-302 {'长' * 200}": "Name has 200 characters",
    f"a 1-302 {'x,' * 21}": "At most 20 things",
    "redo": "There is nothing to do again.",
}


def test_what_cannot_be_done_is_said_in_advance(said: Said) -> None:
    for line, sentence in REFUSED.items():
        reading = said(line)
        assert (line, reading.refusal[: len(sentence)]) == (line, sentence)
        assert not reading.is_whole


def test_without_a_compound_a_line_says_so(store: object) -> None:
    for line in (*WOULD_DO, *MISSING, *REFUSED):
        reading = read(line, At(None, TODAY))
        assert reading.order is None
        assert reading.go is None or reading.go.household_id is None
    assert read("l 烤箱 1-302", At(None, TODAY)).refusal.startswith("There is no compound yet")


def test_a_choice_taken_leaves_nothing_open(said: Said) -> None:
    reading = said("l kao 2-102")
    part = reading.part_at(0)
    assert part is not None
    assert [(choice.text, choice.detail) for choice in part.choices] == [
        ("烤箱@2-201", "2-201  at home"),
        ("烤架@2-201", "2-201  at home"),
    ]
    for choice in part.choices:
        assert said(f"l {choice.text} 2-102").is_whole


def test_a_word_with_no_verb_may_become_one(said: Said) -> None:
    part = said("re").part_at(2)
    assert part is not None
    assert [choice.text for choice in part.choices] == ["return", "renew", "redo"]


def test_every_verb_is_known_by_what_the_languages_call_it() -> None:
    for spoken in ("en", "zh_CN"):
        language.speak(spoken)
        for verb in verbs.VERBS:
            assert verbs.named(language._(verb.label)) is verb
            assert cells.width(language._(verb.help)) <= COLUMNS[-1].width


def test_what_is_told_is_what_is_done(said: Said) -> None:
    reading = said("l 烤箱 1-302 10d")
    assert reading.order is not None
    assert reading.preview.endswith("due Thu 3 Dec.")
    news = reading.order.do(TODAY)
    assert news == "Lent “烤箱” to 1-302, due Thu 2026-12-03."
    taken = said("l 烤架 王芳")
    assert taken.order is not None
    taken.order.do(TODAY)
    assert [loan.resident for loan in inventory.borrowed(households.find("2-102").id)] == [
        "",
        "王芳",
    ]
    assert history.undo().label == "undid: lent 烤架 to 2-102"
    back = said("r 烤箱 2-102, 烤箱@2-201")
    assert back.preview == "Take back 2 things: 烤箱 (2-102), 烤箱 (1-302)."
    assert back.order is not None
    assert back.order.do(TODAY) == "2 items are back."
    added = said("a 1-302 榔头, 改刀, 尺子")
    assert added.order is not None
    assert added.order.do(TODAY) == "Added 3 items to 1-302."
    undone = said("undo")
    assert undone.order is not None
    assert undone.order.do(TODAY) == "undid: added 3 items to 1-302"
    assert said("redo").preview == "Do again: added 3 items to 1-302."


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=15)
@given(
    until=st.one_of(
        st.just(""),
        st.integers(1, 400).map("{}d".format),
        st.integers(1, 60).map("{}周".format),
        st.dates(TODAY, date(2029, 1, 1)).map(date.isoformat),
    ),
    weekly=st.frozensets(st.integers(0, 6), max_size=6),
    moves=st.sampled_from(["never", "holidays", "closed"]),
)
def test_the_day_that_is_told_is_the_day_it_is_due(
    said: Said, until: str, weekly: frozenset[int], moves: str
) -> None:
    compounds.set_policy(compounds.compounds(limit=1)[0].id, moves, True, weekly)
    reading = said(f"l 烤箱 1-302 {until}")
    assert reading.order is not None
    reading.order.do(TODAY)
    (loan,) = inventory.borrowed(households.find("1-302").id)
    told = f"Lend 烤箱 of 2-201 to 1-302, due {say_near(loan.due_on, TODAY)}."
    assert reading.preview[: len(told)] == told
    history.undo()


def test_a_closed_day_is_told_and_the_day_it_moves_to(said: Said) -> None:
    opendays.set_day(date(2026, 12, 7), "closed", "大扫除")
    closed = "Mon 7 Dec is no open day (closed: 大扫除)."
    assert said("l 烤箱 1-302").preview.endswith(f"due Mon 7 Dec. {closed}")
    compounds.set_policy(compounds.compounds(limit=1)[0].id, "closed", True)
    for line in ("l 烤箱 1-302", "l 烤箱 1-302 2w"):
        reading = said(line)
        assert reading.preview.endswith(f"due Tue 8 Dec. {closed}")
    assert reading.order is not None
    assert reading.order.do(TODAY) == "Lent “烤箱” to 1-302, due Tue 2026-12-08."


def test_who_may_not_is_told_before(said: Said) -> None:
    people.add("chen", "coordinator", key(1), TODAY)
    history.act_as("chen")
    people.add("hu", "helper", key(2), TODAY)
    history.act_as("hu")
    assert said("a 1-302 榔头").refusal.startswith("Only a coordinator may do that")
    assert said("l 烤箱 1-302").is_whole


WORDS = st.sampled_from(
    [*(word for verb in verbs.VERBS for word in verb.words), "烤箱", "kx", "烤", "2-102", "1-302",
     "2-103", "王", "@", "烤箱@2-201", "#1", "#", "给", "to", "2w", "12-3", "fri", "99999d",
     "+9999w", ",", "，", "0d", "9999-12-31", "next"]
)  # fmt: skip
LINES = st.one_of(
    st.lists(st.one_of(WORDS, st.text(max_size=6)), max_size=6).map(" ".join),
    st.lists(WORDS, max_size=5).map("".join),
    st.text(max_size=30),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(line=LINES)
def test_any_line_is_read_and_nothing_is_done_by_that(said: Said, line: str) -> None:
    before = db.execute_sql("SELECT total_changes()").fetchone()
    reading = said(line)
    assert db.execute_sql("SELECT total_changes()").fetchone() == before
    assert reading.is_whole == bool(reading.preview)
    assert bool(reading.preview) + bool(reading.refusal) + bool(reading.missing) <= 1
    assert not (reading.is_whole and any(part.trouble for part in reading.parts))
    for part in reading.parts:
        assert line[part.word.start : part.word.end] == part.word.text
    assert reading.go is None or isinstance(reading.go, Go)
