"""The forms of the nightly summary: what is in them, how much, and that nothing breaks out."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from html.parser import HTMLParser
from itertools import groupby
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from store import public_holidays
from store.exchange.guard import plain as unguarded
from store.messages import nightly
from store.neighbours import compounds, plan
from store.neighbours.models import Household
from store.programme import milestones
from store.programme.project_values import PersonRow
from store.sharing import contacts
from store.sharing.models import Step
from store.sharing.summary import Night, NightRow
from tests.conftest import TODAY
from tests.store.programme.making import project
from tests.tui.plain.conftest import Ear, MadeUp, late_loan, made_up, soon_loan
from tui.cells import width
from tui.plain import summary
from tui.plain.output import SAMPLE
from tui.plain.rows import loan as loan_fields

READS_ONLY = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)

IN_A_STORE = pytest.mark.usefixtures("store")

HOSTILE = st.sampled_from(
    [
        "**bold**", "__", "*", "`code`", "``", "[a](http://x.cn)", "![a](b.png)", "<script>x()",
        "</li></ul>", "<b", "&lt;", "&#42;", "|", "~~", "# h", "#", "- ", "1. ", "> q", "\\", "\\*",
        "<@everyone>", "@all", "=cmd|' /C calc'!A0", "=1+1", "+1", "-2+3", "＝A1", "'", '"', "\t=",
        "\u202eevil", "\u2066x", "\u200f", "{day}", "%s", "👨‍👩‍👧", "🏻", "عربي",
        "王" * 300, "x" * 500,
    ]
)  # fmt: skip
WRITTEN = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12)
NAMES = st.lists(HOSTILE | WRITTEN, min_size=1, max_size=4).map(
    lambda parts: " ".join("".join(parts).split()) or "x"
)

Printed = Callable[..., str]


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> Printed:
    """What a night looks like when it is written in a form; some store must be open."""

    def write(night: MadeUp | Night, form: str, *, phones: bool = False) -> str:
        out = io.StringIO()
        with monkeypatch.context() as patched:
            patched.setattr(sys, "stdout", out)
            summary.write(night, form, phones=phones)
        return out.getvalue()

    return write


class Tags(HTMLParser):
    """The elements of a document, with its list's lines."""

    def __init__(self, document: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()
        self.attributes: set[str] = set()
        self.lines: list[str] = []
        self.feed(document)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        self.attributes.update(name for name, _value in attrs)
        if tag != "meta":
            self.open.append(tag)
        if tag == "li":
            self.lines.append("")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "li" in self.open:
            self.lines[-1] += data


@IN_A_STORE
@READS_ONLY
@given(name=NAMES)
def test_no_name_makes_html(printed: Printed, name: str) -> None:
    document = Tags(printed(made_up([late_loan(1, name)], [soon_loan(2, name)]), "html"))
    assert document.open == []
    assert document.seen <= {
        "html", "head", "meta", "title", "body", "h1", "h2", "h3", "ul", "li", "b", "bdi", "p"
    }  # fmt: skip
    assert document.attributes <= {"lang", "charset", "name", "content", "style"}
    assert len(document.lines) == 2
    if name.isascii():
        assert document.lines[0].startswith(f"{name}-102 {name} · {name} of {name}-101 {name} · ")


@IN_A_STORE
@READS_ONLY
@given(name=NAMES)
def test_no_name_makes_markdown(printed: Printed, name: str) -> None:
    text = printed(made_up([late_loan(1, name)], [soon_loan(2, name)]), "markdown")
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text)
    kinds = [token.type for token in tokens if token.nesting >= 0 and token.type != "inline"]
    paragraph, item = "paragraph_open", ["bullet_list_open", "list_item_open", "paragraph_open"]
    assert kinds == [
        *("heading_open", "heading_open", paragraph, *item, "heading_open", *item),
        *(paragraph,) * 3,
    ]
    inside = [child for token in tokens for child in token.children or ()]
    assert {child.type for child in inside} <= {"text", "strong_open", "strong_close"}
    assert sum(child.type == "strong_open" for child in inside) == 3
    written = "".join(child.content for child in inside)
    assert "**" not in written
    assert "://" not in written


@IN_A_STORE
@READS_ONLY
@given(name=NAMES)
def test_no_name_disturbs_its_surroundings(printed: Printed, name: str) -> None:
    night = made_up([late_loan(1, name, phone=name)], [soon_loan(2, name)])
    texts = [printed(night, form, phones=True) for form in ("plain", "markdown", "html")]
    for line in "\n".join([*texts, summary.render(night, "text", phones=True)[1]]).split("\n"):
        assert line.isprintable()
        assert not any(
            "\u202a" <= sign <= "\u202e" or "\u2066" <= sign <= "\u2069" for sign in line
        )


@IN_A_STORE
@READS_ONLY
@given(name=NAMES, cells=st.integers(20, 200))
def test_a_terminal_is_never_too_narrow(
    printed: Printed, monkeypatch: pytest.MonkeyPatch, name: str, cells: int
) -> None:
    monkeypatch.setattr("tui.plain.output.terminal_width", lambda: cells)
    monkeypatch.setattr("tui.plain.summary.plain.terminal_width", lambda: cells)
    lines = printed(made_up([late_loan(1, name)], [soon_loan(2, name)]), "plain").splitlines()
    assert max(map(width, lines)) <= cells


@IN_A_STORE
@READS_ONLY
@given(name=NAMES)
def test_no_name_is_a_formula(printed: Printed, name: str) -> None:
    header, cells = csv.reader(
        io.StringIO(printed(made_up([late_loan(1, name, phone=name)]), "csv", phones=True))
    )
    row = dict(zip(header, cells, strict=True))
    for key in ("item", "resident", "note", "phone", "stage"):
        assert unguarded(row[key]) == re.sub("[\u2028-\u202e\u2066-\u2069]", "\ufffd", name)
        assert row[key][0] not in "=+@＝＋－＠\t"
        assert row[key][0] != "-" or row[key][1:].isdigit()


@IN_A_STORE
@READS_ONLY
@given(name=NAMES, phone=st.text("0123456789 -+x", max_size=20))
def test_json_is_read_as_it_was_meant(printed: Printed, name: str, phone: str) -> None:
    night = made_up([late_loan(1, name, phone=phone)], [soon_loan(2, name)])
    for phones in (False, True):
        told = json.loads(printed(night, "json", phones=phones))
        (late,), (soon,) = told["overdue"], told["due_soon"]
        assert (late["item"], late["stage"], soon["note"]) == (name, name, name)
        if phones:
            assert late["phone"] == (phone or None)


@IN_A_STORE
@READS_ONLY
@given(phone=st.text("0123456789", min_size=1, max_size=20), form=st.sampled_from(summary.FORMS))
def test_no_form_tells_a_whole_number(printed: Printed, phone: str, form: str) -> None:
    number = f"7{phone}55555"
    night = made_up([late_loan(1, "x", phone=number)])
    assert number not in printed(night, form)
    assert number in printed(night, form, phones=True)


def test_the_words_of_json(night: Night, printed: Printed) -> None:
    told = json.loads(printed(night, "json"))
    assert list(told) == [
        "as_of",
        "overdue",
        "due_soon",
        "late_milestones",
        "shifts",
        "cancelled_shifts",
        "totals",
    ]
    listed = [field.key for field in loan_fields(TODAY)]
    assert all(list(loan) == [*listed, "stage", "new"] for loan in told["due_soon"])
    for loan in told["overdue"]:
        assert list(loan) == [*listed, "stage", "new", "phone", "last_contact"]
        assert loan["last_contact"] is None or list(loan["last_contact"]) == [
            "kind",
            "day",
            "until",
        ]
    assert list(told["totals"]) == [
        "open",
        "overdue",
        "due_soon",
        "new",
        "promised",
        "stages",
        "late_milestones",
    ]
    assert told["totals"]["late_milestones"] == len(told["late_milestones"]) > 0
    assert (
        told["totals"]["overdue"] == len(told["overdue"]) == sum(told["totals"]["stages"].values())
    )
    assert told["totals"]["due_soon"] == len(told["due_soon"])
    assert told["totals"]["new"] == sum(loan["new"] for loan in told["overdue"])


def test_csv_has_the_values_of_json(night: Night, printed: Printed) -> None:
    told = json.loads(printed(night, "json"))["overdue"]
    lines = list(csv.DictReader(io.StringIO(printed(night, "csv"))))
    assert len(lines) == len(told) == 9
    for line, loan in zip(lines, told, strict=True):
        contact = loan.pop("last_contact") or {}
        for key in ("kind", "day", "until"):
            assert line.pop(f"last_contact_{key}") == (contact.get(key) or "")
        assert line.pop("new") == str(loan.pop("new")).lower()
        assert line == {key: "" if value is None else str(value) for key, value in loan.items()}


def test_the_counts_alone(night: Night, capsys: pytest.CaptureFixture[str]) -> None:
    summary.write_counts(night, "plain")
    said = capsys.readouterr().out
    assert "\n9 overdue, 5 due soon, 20 open in all.\n" in said
    assert said.endswith("\n37 milestones are late.\n")
    summary.write_counts(night, "json")
    counts = json.loads(capsys.readouterr().out)
    assert list(counts) == ["as_of", "totals"]
    assert counts["totals"]["stages"] == {"remind": 3, "call": 2, "knock": 2, "visit": 2}


@pytest.mark.parametrize("form", summary.FORMS)
def test_a_line_is_written_before_the_last_one_is_read(
    store: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    out = io.StringIO()
    held_back = 0

    def rows() -> Iterator[NightRow]:
        nonlocal held_back
        for number in range(3 * SAMPLE):
            told = out.getvalue().count("thing ")
            held_back = max(held_back, number - told)
            yield late_loan(number)

    monkeypatch.setattr(sys, "stdout", out)
    summary.write(MadeUp(rows(), count=3 * SAMPLE), form, phones=False)
    assert out.getvalue().count("thing ") == 3 * SAMPLE
    assert held_back <= SAMPLE + 1


@pytest.mark.parametrize("form", ["text", "markdown", "html"])
def test_a_message_has_a_hundred_loans_and_says_how_many_more(store: Path, form: str) -> None:
    read = 0

    def rows() -> Iterator[NightRow]:
        nonlocal read
        for read in range(1, 10_000):
            yield late_loan(read)

    night = MadeUp(rows(), map(soon_loan, range(50)), count=912, count_soon=50)
    title, body = summary.render(night, form)
    assert title == "Overdue 2026-11-23: 912 new, 912 in all"
    assert body.count("thing ") == 100
    assert read <= 101
    assert "… and 812 more: qiaomen list overdue" in body
    assert "… and 50 more due soon: qiaomen overdue" in body
    assert "912 overdue, 50 due soon, 962 open in all." in body


def test_what_is_due_soon_fills_up_the_hundred(store: Path) -> None:
    night = MadeUp(map(late_loan, range(95)), map(soon_loan, range(50)), 95, 50)
    _title, body = summary.render(night, "text")
    assert body.count("days late") == 95
    assert body.count("due Wed 25 Nov") == 5
    assert "more: qiaomen list overdue" not in body
    assert "… and 45 more due soon: qiaomen overdue" in body


@pytest.mark.parametrize("form", ["text", "markdown", "html"])
def test_a_message_masks_phones_unless_asked(store: Path, form: str) -> None:
    night = made_up([late_loan(1)])
    assert "13800001234" not in summary.render(night, form)[1]
    assert "13800001234" in summary.render(night, form, phones=True)[1]


@IN_A_STORE
def test_a_quiet_night(printed: Printed) -> None:
    night = made_up([])
    assert printed(night, "plain") == (
        "Nothing is overdue on Mon 2026-11-23.\n0 overdue, 0 due soon, 0 open in all.\n"
    )
    assert summary.render(night, "text")[0] == "Overdue 2026-11-23: nothing"
    assert json.loads(printed(night, "json"))["overdue"] == []
    assert printed(night, "csv").count("\n") == 1


@pytest.fixture
def late_garden(store: Path) -> None:
    """A project with a hundred and two late milestones, the last since yesterday."""
    garden = project("共享菜园", 100, people=(PersonRow("李梅", "13800001234"),))
    for days in range(102):
        milestones.add(garden, f"里程碑{days}", TODAY - timedelta(102 - days))


@pytest.mark.usefixtures("late_garden")
@pytest.mark.parametrize("form", ["text", "markdown", "html"])
def test_a_message_tells_of_a_hundred_late_milestones(form: str) -> None:
    title, body = summary.render(made_up([]), form)
    assert title == "Overdue 2026-11-23: 102 milestones"
    assert "No loan is overdue on Mon 2026-11-23." in body
    assert body.count("里程碑") == 100
    assert body.count("李梅") == 100
    assert "… and 2 more: qiaomen list milestones --late" in body
    assert "102 milestones are late." in body
    assert "13800001234" not in body


@pytest.mark.usefixtures("late_garden")
def test_all_late_milestones_are_printed(printed: Printed) -> None:
    said = printed(made_up([]), "plain")
    assert said.count("里程碑") == 102
    assert "   1  共享菜园  里程碑101  2026-11-22  李梅\n" in said
    told = json.loads(printed(made_up([]), "json"))["late_milestones"]
    assert (len(told), told[-1]) == (
        102,
        {
            "id": 102,
            "project": "共享菜园",
            "community": "五星村",
            "milestone": "里程碑101",
            "baseline": "2026-11-22",
            "forecast": "2026-11-22",
            "days_late": 1,
            "in_charge": ["李梅"],
        },
    )
    assert printed(made_up([]), "csv").count("\n") == 1
    news = made_up([])._replace(new_only=True)
    assert "里程碑" not in printed(news, "plain")
    assert json.loads(printed(news, "json"))["late_milestones"] == []


@IN_A_STORE
@pytest.mark.parametrize(
    ("form", "name"),
    [
        ("html", "<script>x()"),
        ("html", "</li></ul>"),
        ("markdown", "**bold**"),
        ("markdown", "[a](http://x.cn)"),
    ],
)
def test_no_name_of_a_project_makes_markup(printed: Printed, form: str, name: str) -> None:
    milestones.add(project(name, 100, people=(PersonRow(name),)), name, TODAY - timedelta(1))
    text = printed(made_up([]), form)
    assert name not in text
    if form == "html":
        assert "script" not in Tags(text).seen


def test_news_alone(night: Night, printed: Printed) -> None:
    news = nightly.preview(TODAY, Ear(), days_soon=7, new_only=True)
    told = json.loads(printed(news, "json"))
    assert len(told["overdue"]) == told["totals"]["new"] == 7
    assert told["due_soon"] == []
    said = printed(news, "plain")
    assert "To do:" not in said
    assert "Due in" not in said
    nightly.run(TODAY, [Ear()], days_soon=7)
    later = nightly.preview(TODAY, Ear(), days_soon=7, new_only=True)
    assert "There is nothing new since the last run.\n" in printed(later, "plain")
    assert printed(later, "csv").count("\n") == 1


@IN_A_STORE
def test_a_loan_below_the_first_step_has_a_section_of_its_own(printed: Printed) -> None:
    said = printed(made_up([late_loan(1, stage="", new=False)]), "plain")
    assert "Late, but no step is due yet\n unit 1, floor 1\n    4  thing 1" in said


def test_a_promise_keeps_its_loan_out_of_the_walk(night: Night) -> None:
    promised = next(row for row in night.late_rows() if row.promised)
    _title, body = summary.render(night, "text")
    last = body.index("Promised: please wait\n- ")
    assert body.index(f"{promised.item} of") > last > body.index("To do:")
    contacts.record([promised.id], "promised", TODAY, until=TODAY)
    assert "promised for Mon 2026-11-23" in summary.render(night, "text")[1]


def test_who_wants_no_calls_is_in_the_walk_of_those_who_are_knocked_at(night: Night) -> None:
    """Among them door by door, whichever step they have reached."""
    called = [row for row in night.late_rows() if row.to_do == "call"]
    assert {row.stage for row in called} == {"call"}
    Household.update(by_phone=False).where(Household.id == called[0].borrower_id).execute()
    (row,) = (row for row in night.late_rows() if row.id == called[0].id)
    assert (row.stage, row.to_do) == ("call", "knock")
    sections = [(each.promised, each.new, each.to_do) for each in night.late_rows()]
    assert len(list(groupby(sections))) == len(set(sections))
    # Where the ladder knows no knock, they have a section of their own before the calls.
    Step.delete().where(Step.name == "knock").execute()
    again = nightly.preview(TODAY, Ear(), days_soon=7)
    sections = [(each.promised, each.new, each.to_do) for each in again.late_rows()]
    assert len(list(groupby(sections))) == len(set(sections))


def test_a_night_of_several_compounds_names_them(night: Night) -> None:
    assert "[unit 5, floor 2]" in summary.render(night, "text")[1]
    theirs = next(night.late_rows()).compound_id
    compounds.create("Other Yard", plan.parse("1: 1 x 1"))
    named = f"[{compounds.get(theirs).name} · unit 5, floor 2]"
    assert named in summary.render(night, "text")[1]
    alone = nightly.preview(TODAY, Ear(), days_soon=7, compound_id=theirs)
    assert "[unit 5, floor 2]" in summary.render(alone, "text")[1]


@pytest.mark.parametrize("form", ["plain", "markdown", "html"])
def test_it_warns_while_the_next_year_is_unknown(night: Night, printed: Printed, form: str) -> None:
    trouble = public_holidays.trouble(TODAY)
    assert trouble
    assert trouble.split("`")[0] in printed(night, form)
