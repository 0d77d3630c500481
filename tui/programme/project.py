"""One project: its milestones, its money and its reviews, as they are shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual import on
from textual.app import ComposeResult

from store.language import N_, _, listed
from store.programme import (
    budget,
    caps,
    dependencies,
    milestones,
    money,
    payments,
    phones,
    projects,
    reviews,
    supervision,
    terms,
    tranches,
    years,
)
from store.programme.projects import ProjectRow
from tui import actions
from tui.listroom import MOVES
from tui.programme import milestone_tab, money_tab, review_tab
from tui.programme.project_deeds import ProjectDeeds
from tui.room import Place
from tui.widgets.bar import KeyHint, Lines, Notice
from tui.widgets.listing import Column, Listing, ListingRow, SequenceSource
from tui.widgets.painted import PLAIN, Span
from tui.widgets.tabs import Tab, TabStrip

TABS = {"milestones": N_("Milestones"), "money": N_("Money"), "reviews": N_("Reviews")}
# What each tab's list is asked for, where it has nothing.
EMPTY = {
    "milestones": N_("No milestone yet: a adds one, T those that recur."),
    "money": N_("No money yet: g gives a grant, b plans a line of the budget, a adds a tranche."),
    "reviews": N_("Nobody has reviewed it yet: a enters a review, S a visit or a training."),
}
# The tables of what the lists show.
ROWS = {
    "milestone": "milestone",
    "tranche": "tranche",
    "line": "budget_line",
    "payment": "payment",
    "override": "cap_override",
    "review": "review",
    "supervision": "supervision",
}

# What a deed adds by itself, to which the cursor then goes; a payment comes with its tranche.
PARTS = ("milestone", "tranche", "line", "review", "supervision")


class ProjectScreen(ProjectDeeds):
    """One project in three tabs."""

    OF_MILESTONES = ("reach", "move_forecast", "needs", "recurring", "copy_late")
    OF_MONEY = ("pay", "budget_line")
    OFFERED = actions.of(
        *OF_MILESTONES, *OF_MONEY, "add_part", "edit_part", "drop_part", "grant", "status",
        "supervision", "remove_project", "edit_project", "phone", "mark", "open", "previous",
        "next", "back", *MOVES,
    )  # fmt: skip
    BINDINGS = actions.bindings(OFFERED)

    def __init__(
        self, project_id: int, tab: str = "milestones", milestone_id: int | None = None
    ) -> None:
        tabs = TabStrip([Tab(key, _(name)) for key, name in TABS.items()])
        tabs.set_tabs(tabs.tabs, tab)
        super().__init__(Listing(milestone_tab.columns(80)), tabs, project_id)
        self.summary = Lines()
        self.detail = Notice()
        self._begin_at = milestone_id  # the milestone that the cursor goes to at first
        self._said: dict[str, str] = {}  # what stands beneath the list, by the key of its row
        self._shown: str | None = None  # the tab that the list shows
        self._keys: tuple[str, ...] = ()  # of its rows

    def compose(self) -> ComposeResult:
        yield self.title_bar
        yield self.tabs
        yield self.summary
        yield self.list
        yield self.detail
        yield self.news_bar
        yield self.key_bar

    # What it shows

    def fill(self) -> None:
        project = projects.get(self._project_id)
        self._project = project
        self._milestones = milestones.of_project(project.id)
        self._tranches = tranches.of_project(project.id)
        self.show_title(f"#{project.id} {project.name}", project.community, str(project.year))
        self.summary.say(list(_summary(project)))
        columns, rows = getattr(self, f"_{self.tab}_rows")(project)
        self._keys = tuple(row.key for row in rows)
        self.list.set_empty(_(EMPTY[self.tab]))
        if self._shown == self.tab:
            self.list.replace(SequenceSource(rows))
        else:
            self.list.set_source(SequenceSource(rows), self._first_row(), columns)
            self._shown = self.tab
        self._say_detail()

    def _first_row(self) -> str | None:
        """Where the cursor begins: of the milestones at the one that is to be reached next."""
        if self.tab != "milestones":
            return None
        to_come = (row.id for row in self._milestones if row.actual is None)
        wanted = self._begin_at or next(to_come, None)
        return None if wanted is None else f"milestone {wanted}"

    def _milestones_rows(self, project: ProjectRow) -> tuple[Sequence[Column], list[ListingRow]]:
        width = self.app.size.width
        needs = dependencies.of_project(project.id)
        names = {row.id: row.name for row in self._milestones}
        self._said = {
            f"milestone {row.id}": milestone_tab.say(row, needs, names) for row in self._milestones
        }
        rows = milestone_tab.rows(project, self._milestones, self.desk.today, width)
        return milestone_tab.columns(width), list(rows)

    def _money_rows(self, project: ProjectRow) -> tuple[Sequence[Column], list[ListingRow]]:
        granted = project.granted if project.status != "proposed" else 0
        meter = caps.meter(project.year, project.community, project.committed, project.id)
        self._said = {"": caps.say(meter)}
        rows = money_tab.rows(
            self._tranches,
            budget.lines(project.id),
            payments.ledger(project.id),
            caps.overrides(project.id),
        )
        left = granted - tranches.shared_out(project.id)
        if left > 0 and project.status != "removed":
            told = _("{money} of the grant are in no tranche yet.").format(money=money.say(left))
            self._said[""] = f"{self._said['']} · {told}"
        return money_tab.columns(), list(rows)

    def _reviews_rows(self, project: ProjectRow) -> tuple[Sequence[Column], list[ListingRow]]:
        found = reviews.of_project(project.id)
        self._said = {f"review {row.id}": review_tab.say(row) for row in found}
        visits = supervision.of_project(project.id)
        self._said |= {f"supervision {row.id}": row.note for row in visits}
        rows = review_tab.rows(years.get(project.year), found, visits)
        return review_tab.columns(), list(rows)

    def _say_detail(self) -> None:
        key = self.list.cursor_key or ""
        self.detail.say(self._said.get(key, self._said.get("", "")))

    def done(self, news: str) -> None:
        """A deed is done, as in every room; the cursor goes to what it added."""
        before = set(self._keys)
        super().done(news)
        added = (key for key in self._keys if key not in before and key.startswith(PARTS))
        self.list.cursor_key = next(added, None)

    @on(Listing.Moved)
    def _row_told(self) -> None:
        self._say_detail()

    @on(TabStrip.Changed)
    def _turned_to(self) -> None:
        self.refill()

    def subject(self) -> tuple[str, int] | None:
        kind, number = self._part
        if kind in ROWS:
            return ROWS[kind], number
        return "project", self._project_id

    def why_not(self, action_id: str) -> str | None:
        if self._project is None:
            return None
        kind, _number = self._part
        if action_id in ("reach", "move_forecast", "needs"):
            if self.tab != "milestones":
                return _("This is done in the tab of the milestones: [ goes there.")
            if kind != "milestone":
                return _("There is no milestone here: a adds one.")
        if action_id == "copy_late" and not self._late():
            return _("No milestone of this project is late.")
        if action_id == "recurring" and self.tab != "milestones":
            return _("This is done in the tab of the milestones: [ goes there.")
        if action_id == "pay" and not any(row.left for row in self._chosen_tranches()):
            return _("There is no tranche here of which anything is left to pay.")
        if action_id in ("edit_part", "open") and kind not in (
            "milestone", "tranche", "line", "review",
        ):  # fmt: skip
            return _("There is nothing here to change; P changes the project itself.")
        if action_id == "drop_part" and kind in ("", "total", "override", "mean"):
            return _("There is nothing here to take away; D removes the project from the funding.")
        if action_id == "mark" and kind not in ("milestone", "tranche"):
            return _("Milestones and tranches can be marked.")
        return None

    def _in_footer(self) -> list[KeyHint]:
        """What another tab is for leaves its room in the footer to this one's."""
        elsewhere: tuple[str, ...] = ()
        if self.tab != "milestones":
            elsewhere += self.OF_MILESTONES
        if self.tab != "money":
            elsewhere += self.OF_MONEY
        return [
            self._hint(action)
            for action in self.OFFERED
            if action.priority and action.id not in elsewhere
        ]

    @property
    def about(self) -> str:
        return str(self._project_id)

    def where(self) -> Place:
        return super().where() | {"tab": self.tab}

    def stand_at(self, place: Place) -> None:
        if place["tab"] != self.tab:
            self.tabs.select(place["tab"])
            self.refill()
        super().stand_at(place)

    # Moving about

    def do_back(self) -> None:
        self.app.pop_screen()

    def do_previous(self) -> None:
        self.tabs.previous()

    def do_next(self) -> None:
        self.tabs.next()

    def do_mark(self) -> None:
        self.list.toggle_mark()

    def do_phone(self) -> None:
        self.say_phones(phones.show(self._project_id))

    def do_open(self) -> None:
        self.action_do("edit_part")


def _summary(project: ProjectRow) -> Iterator[Span]:
    """How the project stands, who answers for it, and its money."""
    parts = (
        _(terms.STATUS_NAMES[project.status]),
        terms.say_dimensions(project.dimensions),
        _(terms.PLACES[project.rural]),
        project.district,
        project.organisation,
        listed(f"{person.name} {person.phone}".strip() for person in project.people),
    )
    yield " · ".join(filter(None, parts)), PLAIN
    if project.status == "proposed":
        yield _("No grant yet: g gives one."), PLAIN
    else:
        told = _("{granted} granted, {committed} committed, {paid} paid, {left} left")
        yield (
            told.format(
                granted=money.say(project.granted),
                committed=money.say(project.committed),
                paid=money.say(project.paid),
                left=money.say(project.left),
            ),
            PLAIN,
        )
    if project.reason:
        yield f"! {project.reason}", PLAIN
