"""What if next year gave more money to fewer projects: a calculation that changes nothing."""

from __future__ import annotations

from collections.abc import Iterator

from store.language import _
from store.programme import money, next_year
from store.programme.next_year import WhatIf
from store.programme.ranking import say_score
from tui import actions
from tui.listroom import MOVES, ListRoom
from tui.programme.money_forms import AMOUNT_LENGTH, understood_amount
from tui.reading import Reading
from tui.widgets.bar import Lines
from tui.widgets.form import Field, Form
from tui.widgets.listing import Column, Listing, ListingRow, SequenceSource
from tui.widgets.painted import PLAIN, Span

KEEP_DIGITS = 5
Figures = tuple[int | None, int | None]


class WhatIfScreen(ListRoom):
    """The reviewed projects of a year, what each has and would have; `e` takes other figures."""

    OFFERED = actions.of("other_figures", "open", "back", *MOVES)
    BINDINGS = actions.bindings(OFFERED)

    def __init__(self, year: int) -> None:
        self.summary = Lines()
        super().__init__(Listing(_columns()), above=self.summary)
        self._year = year
        self._figures: Figures = (None, None)
        self._found: WhatIf | None = None

    def fill(self) -> None:
        budget, keep = self._figures
        found = next_year.what_if(self._year, budget, keep)
        self._found = found
        self.show_title(
            _("what if"), _("{year} after {before}").format(year=self._year + 1, before=self._year)
        )
        self.summary.say(list(_summary(found)))
        self.list.set_empty(
            _(
                "No project of {year} was reviewed: open one, go to its reviews by ], a enters one."
            ).format(year=self._year)
        )
        self.list.replace(SequenceSource(list(_rows(found))))

    def why_not(self, action_id: str) -> str | None:
        if action_id == "open" and self.list.cursor_key is None:
            return _("There is no project here.")
        return None

    def do_back(self) -> None:
        self.app.pop_screen()

    def do_open(self) -> None:
        """Go to the reviews of the project."""
        from tui.programme.project import ProjectScreen

        self.app.push_screen(ProjectScreen(int(self.list.cursor_key or 0), "reviews"))

    def do_other_figures(self) -> None:
        """Ask for another budget, or how many projects go on."""
        found = self._found
        if found is None:
            return

        def check(values: dict[str, str]) -> Figures:
            read = Reading(_("What if"))
            budget = None
            if values["budget"].strip():
                budget = read.of("budget", lambda: money.parse(values["budget"]), money.YUAN)
            keep = read.number("keep", values["keep"])
            read.do(lambda: next_year.what_if(self._year, budget, keep))
            return budget, keep

        def chosen(figures: Figures | None) -> None:
            if figures is not None:
                self._figures = figures
                self.refill()

        fields = (
            Field(
                "budget",
                _("Budget"),
                value=money.written(found.budget),
                limit=AMOUNT_LENGTH,
                hint=understood_amount,
                guess=True,
            ),
            Field(
                "keep",
                _("Projects that go on"),
                value=str(found.next_projects),
                limit=KEEP_DIGITS,
                hint=lambda typed: "" if typed else _("nothing: three quarters of who passed"),
                guess=True,
            ),
        )
        self.app.push_screen(Form(_("Fewer and larger: with what?"), fields, check), chosen)


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("place"), 5, align="right", priority=9),
        Column(_("project"), 18, flex=3, priority=8),
        Column(_("score"), 6, align="right", priority=6),
        Column(_("this year"), 11, align="right", priority=5),
        Column(_("next year"), 11, align="right", priority=7),
        Column(_("community"), 10, flex=1, priority=4),
    )


def _summary(found: WhatIf) -> Iterator[Span]:
    told = _("{before} projects with {mean} each on average → {after} with {next_mean}.")
    yield (
        told.format(
            before=found.projects,
            mean=money.say(found.mean),
            after=found.next_projects,
            next_mean=money.say(found.next_mean),
        ),
        PLAIN,
    )
    told = _("Budget {budget}; the caps leave {left} over. Nothing is changed by this.")
    yield told.format(budget=money.say(found.budget), left=money.say(found.left)), PLAIN


def _rows(found: WhatIf) -> Iterator[ListingRow]:
    for row in found.rows:
        yield ListingRow(
            str(row.project_id),
            (
                row.place,
                row.project,
                "" if row.score is None else say_score(row.score),
                money.say(row.now),
                money.say(row.next) if row.next else "–",
                row.community,
            ),
            _("Go on") if row.next else _("Would get nothing"),
            dimmed=not row.next,
        )
