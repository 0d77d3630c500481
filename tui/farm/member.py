"""One member: hours against the team's, what is to come, when they can work, and the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from store import walltime
from store.calendar import say_day, say_short, weekday_letters
from store.farm import availability, hours, phones, shifts, team, windows
from store.farm.attendance import SAID_AS
from store.farm.hours import HoursRow
from store.farm.shifts import PlaceRow, ShiftRow
from store.farm.team import MemberRow
from store.language import N_, _, listed, ngettext
from tui import actions, cells
from tui.farm import hours_forms, member_forms, places, time_forms
from tui.listroom import MOVES, ListRoom
from tui.widgets.listing import Column, Listing, ListingRow, SequenceSource
from tui.widgets.picker import Picker

LABEL = 14
LOOKING_BACK, LOOKING_AHEAD = timedelta(28), timedelta(366)
MOST_SHIFTS, MOST_LINES = 60, 200
BAR, BAR_WIDTH = "█", 30
KINDS = {
    "attendance": N_("worked"),
    "correction": N_("corrected"),
    "reversal": N_("taken back"),
}


class MemberScreen(ListRoom):
    """All that is known of one member, in lines to page through."""

    OFFERED = actions.of(
        "edit_member", "availability", "absence", "exemption", "pair", "correct_hours",
        "remove_entry", "member_teams", "phone", "open", "back", *MOVES,
    )  # fmt: skip
    BINDINGS = actions.bindings(OFFERED)

    def __init__(self, member_id: int) -> None:
        columns = (Column("", LABEL, priority=2), Column("", 30, flex=1, priority=1))
        super().__init__(Listing(columns, header=False))
        self._member_id = member_id
        self._member: MemberRow | None = None

    def fill(self) -> None:
        today = self.desk.today
        member = team.member(self._member_id, today)
        self._member = member
        loads, worked = self._loads(member), hours.minutes_by_member([member.id])
        self.show_title(member.name, listed(member.teams), member.phone)
        came = shifts.of_member(member.id, today - LOOKING_BACK, today + LOOKING_AHEAD)
        lines = [
            *_of_hours(member.id, loads, worked.get(member.id, 0)),
            *_of_shifts(came, today),
            *_of_person(member),
            *_of_times(member.id, today),
            *_of_ledger(hours.ledger(member.id), member.minutes_before),
        ]
        self.list.replace(SequenceSource(lines))

    def _loads(self, member: MemberRow) -> dict[int, int]:
        """The loads of everybody in the member's teams, the member's own among them."""
        ids = {member.id}
        for row in team.members(self.desk.today):
            if set(row.team_ids) & set(member.team_ids):
                ids.add(row.id)
        return hours.loads(ids)

    @property
    def member(self) -> MemberRow:
        """The member, as they were last shown."""
        return self._member or team.member(self._member_id, self.desk.today)

    @property
    def _entry(self) -> tuple[str, int]:
        """What the row under the cursor is about, and its number."""
        kind, _space, number = (self.list.cursor_key or "").partition(" ")
        return kind, int(number or 0)

    @property
    def about(self) -> str:
        return str(self._member_id)

    def subject(self) -> tuple[str, int] | None:
        return "member", self._member_id

    def why_not(self, action_id: str) -> str | None:
        if self._member is None:
            return None
        kind, _number = self._entry
        if action_id == "open" and kind != "shift":
            return _("There is nothing to go into here; Enter is for shifts.")
        if action_id == "remove_entry" and kind not in ("absence", "exemption", "pair"):
            return _("Go to an absence, an exemption or a pair: x removes it.")
        return None

    def do_back(self) -> None:
        self.app.pop_screen()

    def do_open(self) -> None:
        from tui.farm.shift import ShiftScreen

        self.app.push_screen(ShiftScreen(self._entry[1]))

    def do_phone(self) -> None:
        self.say_phones(phones.show(self.member.id))

    def do_edit_member(self) -> None:
        member_forms.edit_member(self, self.member)

    def do_availability(self) -> None:
        time_forms.set_windows(self, self.member)

    def do_absence(self) -> None:
        time_forms.add_absence(self, self.member)

    def do_exemption(self) -> None:
        time_forms.add_exemption(self, self.member)

    def do_pair(self) -> None:
        time_forms.set_pair(self, self.member)

    def do_correct_hours(self) -> None:
        hours_forms.add_correction(self, self.member)

    def do_remove_entry(self) -> None:
        kind, number = self._entry
        if kind == "absence":
            availability.remove_absence(number)
            self.done(_("Removed the absence; u brings it back."))
        elif kind == "exemption":
            availability.remove_exemption(number)
            self.done(_("Removed the exemption; u brings it back."))
        elif kind == "pair":
            availability.set_pair(self._member_id, number, None)
            self.done(_("The two work together or not, as it comes; u brings the pair back."))

    def do_member_teams(self) -> None:
        """List the teams: Enter puts the member in from today, or takes them out."""
        member, today = self.member, self.desk.today
        rows = [
            ListingRow(
                str(row.id),
                (row.name, _("in it") if row.id in member.team_ids else ""),
                glyph="●" if row.id in member.team_ids else "",
            )
            for row in team.teams(today)
        ]

        def chosen(key: str | None) -> None:
            if key is not None:
                with self.complaining():
                    self._turn_membership(member, int(key))

        title = _("Teams of {member}: Enter puts in or takes out").format(member=member.name)
        columns = (Column("", 20, flex=1, priority=1), Column("", 10))
        self.app.push_screen(
            Picker(title, columns, lambda typed: [r for r in rows if typed.strip() in r.fields[0]]),
            chosen,
        )

    def _turn_membership(self, member: MemberRow, team_id: int) -> None:
        today = self.desk.today
        called = next((row.name for row in team.teams(today) if row.id == team_id), "")
        if team_id not in member.team_ids:
            team.join_team(member.id, team_id, today)
            told = _("{member} is in {team} from today on.")
            self.done(told.format(member=member.name, team=called))
            return
        freed = team.leave_team(member.id, team_id, today)
        told = ngettext(
            "{member} is no longer in {team}; {count} place became free.",
            "{member} is no longer in {team}; {count} places became free.",
            freed,
        )
        self.done(told.format(member=member.name, team=called, count=freed))


def _of_hours(member_id: int, loads: dict[int, int], worked: int) -> Iterator[ListingRow]:
    """The member's hours, and as bars what the team's members have."""
    group = _("Hours, with what is planned")
    mine = loads.get(member_id, 0)
    told = _("{load} h: {worked} h worked, {planned} h to come").format(
        load=walltime.say_hours(mine),
        worked=walltime.say_hours(worked),
        planned=walltime.say_hours(mine - worked),
    )
    yield ListingRow("hours 0", (_("hours"), told), group)
    others = sorted(loads.values())
    top = max(others[-1], 1)
    bars = (
        (_("this member"), mine),
        (_("mean"), round(sum(others) / len(others))),
        (_("least"), others[0]),
        (_("most"), others[-1]),
    )
    for number, (label, minutes) in enumerate(bars, 1):
        bar = BAR * max(0, round(BAR_WIDTH * minutes / top))
        text = f"{cells.fit(walltime.say_hours(minutes), 7, 'right')} {bar}"
        yield ListingRow(f"hours {number}", (label, text.rstrip()), group)


def _of_shifts(found: Iterable[tuple[ShiftRow, PlaceRow]], today: date) -> Iterator[ListingRow]:
    """The shifts to come, then those of the last weeks."""
    rows = list(found)
    past = [pair for pair in rows if pair[0].day < today or pair[1].attendance]
    coming = [pair for pair in rows if pair not in past]
    if not coming:
        yield ListingRow("none 0", ("", _("none yet")), _("Coming shifts"), dimmed=True)
    for shift, place in coming[:MOST_SHIFTS]:
        yield _shift(shift, place, _("Coming shifts"))
    for shift, place in reversed(past):
        yield _shift(shift, place, _("The last four weeks"))


def _shift(shift: ShiftRow, place: PlaceRow, group: str) -> ListingRow:
    said = SAID_AS.get(place.attendance or "", "")
    parts = (
        shift.name,
        shift.team,
        _("on standby") if place.state == "standby" else "",
        _(said) if said else "",
    )
    day = f"{weekday_letters(shift.day)[1]} {say_short(shift.day)}"
    span = f"{shift.starts_at:%H:%M}–{shift.ends_at:%H:%M}"
    return ListingRow(
        f"shift {shift.id}",
        (day, f"{span}  {listed(filter(None, parts))}"),
        group,
        dimmed=not shift.is_planned,
        glyph=places.GLYPHS.get(place.attendance or "", ""),
    )


def _of_person(member: MemberRow) -> Iterator[ListingRow]:
    group = _("The member")
    limits = []
    if member.max_per_week is not None:
        limits.append(_("{count} a week").format(count=member.max_per_week))
    if member.max_per_month is not None:
        limits.append(_("{count} a month").format(count=member.max_per_month))
    facts = (
        (_("address"), member.address or _("lives elsewhere")),
        (_("phone"), member.phone),
        (_("skills"), listed(member.skills)),
        (_("most shifts"), listed(limits) or _("no limit")),
        (_("note"), member.note),
    )
    for number, (label, text) in enumerate(facts):
        if text:
            yield ListingRow(f"fact {number}", (label, text), group)


def _of_times(member_id: int, today: date) -> Iterator[ListingRow]:
    """When the member can work, when they are away or exempt, and with whom they work."""
    said = windows.say_windows(availability.windows(member_id)).split("; ")
    for number, line in enumerate(said):
        yield ListingRow(f"window {number}", ("", line), _("Can work"))
    for away in availability.absences(member_id):
        text = listed(filter(None, (_say_span(away.first, away.last), away.note)))
        yield ListingRow(
            f"absence {away.id}",
            (_span(away.first, away.last), text),
            _("Absences"),
            dimmed=away.last < today,
        )
    for exempt in availability.exemptions(member_id):
        share = _("{share} % of a share").format(share=exempt.share)
        text = listed(filter(None, (share, _say_span(exempt.first, exempt.last), exempt.note)))
        yield ListingRow(
            f"exemption {exempt.id}",
            (_span(exempt.first, exempt.last), text),
            _("Exemptions"),
            dimmed=exempt.last < today,
        )
    for pair in availability.pairs(member_id):
        how = _(time_forms.PAIRED[pair.kind])
        yield ListingRow(f"pair {pair.member_id}", (pair.member, how), _("With whom"))


def _of_ledger(ledger: tuple[HoursRow, ...], before: int) -> Iterator[ListingRow]:
    """The ledger, the newest line first, down to what was brought forward."""
    group = _("The ledger of hours")
    for row in list(reversed(ledger))[:MOST_LINES]:
        sign = "+" if row.minutes > 0 else ""
        amount = cells.fit(f"{sign}{walltime.say_hours(row.minutes)}", 7, "right")
        balance = cells.fit(walltime.say_hours(row.balance), 8, "right")
        text = "  ".join(filter(None, (_(KINDS[row.kind]), row.shift, row.note)))
        yield ListingRow(
            f"entry {row.id}", (row.day.isoformat(), f"{amount} {balance}  {text}"), group
        )
    amount = cells.fit("", 7)
    balance = cells.fit(walltime.say_hours(before), 8, "right")
    brought = f"{amount} {balance}  {_('brought forward')}"
    yield ListingRow("entry 0", ("", brought), group, dimmed=True)


def _span(first: date, last: date) -> str:
    return say_short(first) if first == last else f"{say_short(first)} – {say_short(last)}"


def _say_span(first: date, last: date) -> str:
    if first == last:
        return say_day(first)
    return _("{first} to {last}").format(first=say_day(first), last=say_day(last))
