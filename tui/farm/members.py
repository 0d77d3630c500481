"""The members of a team, or of all, with their hours."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from store import walltime
from store.farm import hours, phones, sought_members, team
from store.farm.away import away_on
from store.farm.team import MemberRow, TeamRow
from store.language import _, listed, ngettext
from store.marking import marks
from store.text import terms
from tui import actions
from tui.farm import member_forms, time_forms
from tui.listroom import MOVES, ListRoom
from tui.room import Place
from tui.widgets.listing import Column, Listing, ListingRow, SequenceSource
from tui.widgets.picker import Picker

AWAY = "○"


class MembersScreen(ListRoom):
    """Who works here, with their hours; of one team or (None) of all."""

    ON_A_MEMBER = ("edit_member", "availability", "absence", "phone", "open")
    OFFERED = actions.of(
        "add_member", "edit_member", "availability", "absence", "next_team", "add_team",
        "edit_team", "search", "phone", "open", "back", *MOVES,
    )  # fmt: skip
    BINDINGS = actions.bindings(OFFERED)

    def __init__(self, team_id: int | None = None) -> None:
        columns = (
            Column(_("name"), 10, flex=2, priority=9),
            Column(_("worked"), 7, align="right", priority=8),
            Column(_("to come"), 7, align="right", priority=7),
            Column(_("to the mean"), 11, align="right", priority=6),
            Column(_("skills"), 12, flex=3, priority=5),
            Column(_("team"), 12, flex=1, priority=3),
            Column(_("address"), 8, priority=2),
            Column(_("phone"), 13, priority=1),
        )
        super().__init__(Listing(columns))
        self._team_id = team_id
        self._teams: tuple[TeamRow, ...] = ()
        self._members: dict[str, MemberRow] = {}

    def fill(self) -> None:
        today = self.desk.today
        self._teams = team.teams(today)
        if self._team_id not in {row.id for row in self._teams}:
            self._team_id = None
        found = team.members(today, self._team_id)
        self._members = {str(member.id): member for member in found}
        ids = [member.id for member in found]
        worked, loads = hours.minutes_by_member(ids), hours.loads(ids)
        mean = round(sum(loads.values()) / len(loads)) if loads else 0
        self.show_title(_("members"), self._team_name(), self._count())
        self.list.set_empty(self._what_is_missing())
        away = away_on(today)
        self.list.replace(
            SequenceSource([_row(member, worked, loads, mean, away) for member in found])
        )

    def _team_name(self) -> str:
        return next((row.name for row in self._teams if row.id == self._team_id), _("all teams"))

    def _count(self) -> str:
        count = len(self._members)
        return ngettext("{count} member", "{count} members", count).format(count=count)

    def _what_is_missing(self) -> str:
        if not self._teams:
            return _(
                "Who works in the farmer team, and when they can. "
                "There is no team yet: T adds one, I imports members."
            )
        return _("Nobody is in this team yet: a adds somebody, I imports members.")

    @property
    def team(self) -> TeamRow | None:
        """The team that is shown, if it is one."""
        return next((row for row in self._teams if row.id == self._team_id), None)

    @property
    def member(self) -> MemberRow | None:
        """The member under the cursor."""
        return self._members.get(self.list.cursor_key or "")

    def where(self) -> Place:
        return super().where() | {"team": self._team_id}

    def stand_at(self, place: Place) -> None:
        self._team_id = place["team"]
        self.refill()
        super().stand_at(place)

    def subject(self) -> tuple[str, int] | None:
        return None if self.member is None else ("member", self.member.id)

    def why_not(self, action_id: str) -> str | None:
        if action_id in (*self.ON_A_MEMBER, "search") and self.member is None:
            return _("Nobody is here yet: a adds somebody.")
        if action_id in ("add_member", "next_team") and not self._teams:
            return _("There is no team yet: T adds one.")
        if action_id == "edit_team" and self.team is None:
            return _("These are all teams: f goes to one of them.")
        return None

    def show_member(self, member_id: int) -> None:
        """Put the cursor on a member."""
        self.list.cursor_key = str(member_id)

    def do_back(self) -> None:
        self.app.pop_screen()

    def do_open(self) -> None:
        from tui.farm.member import MemberScreen

        self.app.push_screen(MemberScreen(self._chosen().id))

    def do_phone(self) -> None:
        self.say_phones(phones.show(self._chosen().id))

    def do_search(self) -> None:
        """Find a member by name, pinyin or initials, and go there."""

        def find(query: str) -> list[ListingRow]:
            words = terms(query)
            keys = sought_members.keys(words)
            wanted = [str(each) for each in keys] if words else list(self._members)
            return [
                ListingRow(
                    key,
                    (row.name, row.address, row.phone),
                    marks={0: marks(row.name, keys.get(row.id, ""), words)},
                )
                for key in wanted
                if (row := self._members.get(key)) is not None
            ]

        def found(key: str | None) -> None:
            if key is not None:
                self.show_member(int(key))

        columns = (Column("", 14, flex=1, priority=2), Column("", 8), Column("", 13, priority=1))
        picker = Picker(_("Find a member"), columns, find, prompt=_("name or pinyin"))
        self.app.push_screen(picker, found)

    def do_next_team(self) -> None:
        """The next team's members; after the last team, all again."""
        order = [None, *(row.id for row in self._teams)]
        self._team_id = order[(order.index(self._team_id) + 1) % len(order)]
        self.refill()

    def do_add_member(self) -> None:
        member_forms.add_member(self, self._team_id, self.added)

    def added(self, member_id: int, news: str) -> None:
        """Somebody was added: say so, with the cursor there."""
        self.done(news)
        self.show_member(member_id)

    def do_edit_member(self) -> None:
        member_forms.edit_member(self, self._chosen())

    def do_availability(self) -> None:
        time_forms.set_windows(self, self._chosen())

    def do_absence(self) -> None:
        time_forms.add_absence(self, self._chosen())

    def do_add_team(self) -> None:
        member_forms.add_team(self)

    def do_edit_team(self) -> None:
        if self.team is not None:
            member_forms.edit_team(self, self.team)

    def _chosen(self) -> MemberRow:
        assert self.member is not None  # why_not has seen to it
        return self.member


def _row(
    member: MemberRow,
    worked: Mapping[int, int],
    loads: Mapping[int, int],
    mean: int,
    away: Collection[int],
) -> ListingRow:
    minutes, load = worked.get(member.id, 0), loads.get(member.id, 0)
    difference = walltime.say_hours(load - mean)
    return ListingRow(
        str(member.id),
        (
            member.name,
            walltime.say_hours(minutes),
            walltime.say_hours(load - minutes),
            difference if difference.startswith("-") else f"+{difference}",
            listed(member.skills),
            listed(member.teams),
            member.address,
            member.phone,
        ),
        glyph=AWAY if member.id in away else "",
    )
