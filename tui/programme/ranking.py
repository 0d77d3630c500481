"""The ranking of a year's projects by their reviews; ties are shown as ties."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from store.language import _, ngettext
from store.programme import money, ranking, terms, years
from store.programme.ranking import RankRow
from tui import actions
from tui.listroom import MOVES, ListRoom
from tui.widgets.bar import Lines
from tui.widgets.listing import Column, Listing, ListingRow, SequenceSource
from tui.widgets.painted import PLAIN


class RankingScreen(ListRoom):
    """Every funded project of a year, best first; those below the pass mark under a heading."""

    OFFERED = actions.of("open", "what_if", "previous", "next", "back", *MOVES)
    BINDINGS = actions.bindings(OFFERED)

    def __init__(self, year: int) -> None:
        self.summary = Lines()
        super().__init__(Listing(_columns()), above=self.summary)
        self._year = year

    def fill(self) -> None:
        found = ranking.ranking(self._year)
        self.show_title(_("ranking"), str(self._year))
        self.summary.say([(_summary(found, years.get(self._year).pass_mark), PLAIN)])
        self.list.set_empty(
            _(
                "No project of {year} has a grant yet: Enter opens one of the list, g gives it one."
            ).format(year=self._year)
        )
        self.list.replace(SequenceSource(list(_rows(found))))

    def why_not(self, action_id: str) -> str | None:
        if action_id == "open" and self.list.cursor_key is None:
            return _("There is no project here.")
        return None

    def do_back(self) -> None:
        self.app.pop_screen()

    def do_previous(self) -> None:
        self._year -= 1
        self.refill()

    def do_next(self) -> None:
        self._year += 1
        self.refill()

    def do_open(self) -> None:
        """Go to the reviews of the project."""
        from tui.programme.project import ProjectScreen

        self.app.push_screen(ProjectScreen(int(self.list.cursor_key or 0), "reviews"))

    def do_what_if(self) -> None:
        from tui.programme.what_if import WhatIfScreen

        self.app.push_screen(WhatIfScreen(self._year))


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("place"), 5, align="right", priority=9),
        Column(_("project"), 24, flex=3, priority=8),
        Column(_("score"), 6, align="right", priority=7),
        Column(_("reviewers"), 9, align="right", priority=3),
        Column(_("community"), 10, flex=1, priority=5),
        Column(_("granted"), 10, align="right", priority=4),
        Column(_("status"), 12, priority=6),
    )


def _summary(found: Sequence[RankRow], pass_mark: int) -> str:
    passed = sum(row.passed is True for row in found)
    reviewed = sum(row.score is not None for row in found)
    told = ngettext(
        "{count} project, {reviewed} reviewed, {passed} passed (pass mark {mark}).",
        "{count} projects, {reviewed} reviewed, {passed} passed (pass mark {mark}).",
        len(found),
    )
    return told.format(count=len(found), reviewed=reviewed, passed=passed, mark=pass_mark)


def _rows(found: Sequence[RankRow]) -> Iterator[ListingRow]:
    for row in found:
        if row.score is None:
            group = _("Not reviewed yet")
        else:
            group = _("Passed") if row.passed else _("Below the pass mark")
        yield ListingRow(
            str(row.project_id),
            (
                row.place,
                row.project,
                "" if row.score is None else ranking.say_score(row.score),
                str(row.reviewers or ""),
                row.community,
                money.say(row.granted),
                _(terms.STATUS_NAMES[row.status]),
            ),
            group,
            dimmed=row.status == "removed",
            glyph="" if row.passed or row.score is None else "!",
        )
