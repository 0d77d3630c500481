"""Why somebody has a place: who else could, what it would have cost, and who could not and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from store import walltime
from store.farm import eligibility
from store.farm.eligibility import Objection
from store.farm.shifts import ShiftRow
from store.language import _, listed, ngettext
from tui import actions
from tui.farm import places
from tui.listroom import MOVES, ListRoom
from tui.widgets.bar import Lines
from tui.widgets.listing import Column, Listing, ListingRow, SequenceSource
from tui.widgets.painted import PLAIN, Span

if TYPE_CHECKING:
    from store.farm.draft import Alternative


class WhyScreen(ListRoom):
    """One place, and everybody who might have had it instead."""

    OFFERED = actions.of("open", "back", *MOVES)
    BINDINGS = actions.bindings(OFFERED)

    def __init__(self, shift: ShiftRow, assignment_id: int) -> None:
        self.summary = Lines()
        columns = (
            Column(_("who"), 14, flex=1, priority=9),
            Column(_("hours"), 7, align="right", priority=8),
            Column(_("less even by"), 12, align="right", priority=7),
            Column(_("what speaks against it"), 30, flex=3, priority=6),
        )
        super().__init__(Listing(columns), above=self.summary)
        self._shift = shift
        self._assignment_id = assignment_id

    def fill(self) -> None:
        from store.farm import draft

        today = self.desk.today
        why = draft.why(self._assignment_id)
        self.show_title(
            _("Why {member}?").format(member=why.member), places.say_shift(self._shift, today)
        )
        self.summary.say(list(_summary(why.member, why.minutes, why.alternatives)))
        self.list.set_empty(_("There is nobody else in the team."))
        # Whom only unusual times speak against has no cost, and still could: before who could not.
        found = sorted(why.alternatives, key=lambda each: _is_forbidden(each.objections))
        self.list.replace(SequenceSource([_row(each) for each in found]))

    def why_not(self, action_id: str) -> str | None:
        if action_id == "open" and self.list.cursor_key is None:
            return _("There is nobody else in the team.")
        return None

    def do_back(self) -> None:
        self.app.pop_screen()

    def do_open(self) -> None:
        """Go to the member under the cursor."""
        from tui.farm.member import MemberScreen

        self.app.push_screen(MemberScreen(int(self.list.cursor_key or 0)))


def _summary(member: str, minutes: int, alternatives: Iterable[Alternative]) -> Iterator[Span]:
    """How many could have come instead, and what the figures of the list mean."""
    free = [each for each in alternatives if not _is_forbidden(each.objections)]
    told = ngettext(
        "{member} has {hours} h with this place; {count} other person could have it.",
        "{member} has {hours} h with this place; {count} other people could have it.",
        len(free),
    )
    hours = walltime.say_hours(minutes)
    yield told.format(member=member, hours=hours, count=len(free)), PLAIN
    if free:
        sentence = _(
            "The hours would be less even with them by so much (sum of squared hours); "
            "below 0 they would be more even."
        )
        yield sentence, PLAIN


def _row(each: Alternative) -> ListingRow:
    forbidden = _is_forbidden(each.objections)
    cost = "" if each.cost is None else f"{each.cost:+.1f}"
    against = listed(eligibility.say(objection) for objection in each.objections)
    return ListingRow(
        str(each.member_id),
        (each.member, walltime.say_hours(each.minutes), cost, against),
        group=_("Could not") if forbidden else _("Could as well"),
        dimmed=forbidden,
        glyph="×" if forbidden else "?" if against else "",
    )


def _is_forbidden(objections: Iterable[Objection]) -> bool:
    return any(objection.forbids for objection in objections)
