"""Screen 4: the projects of a year, as a list, as timelines, or by their milestones."""

from __future__ import annotations

from typing import TypeVar

from store.errors import Refused
from store.language import N_, _, ngettext
from store.marking import marks
from store.programme import milestones, projects, sought_projects, terms
from store.programme.milestone_list import MilestoneList
from store.programme.milestones import MilestoneRow
from store.programme.models import DIMENSIONS, STATUSES
from store.programme.project_list import Filters, ProjectList
from store.text import terms as folded
from tui import actions, cells
from tui.listroom import MOVES, ListRoom
from tui.programme import projectlist
from tui.programme.projectlist import MilestoneSource, ProjectSource, TimelineSource
from tui.room import Place
from tui.widgets.bar import Bar
from tui.widgets.listing import Column, Listing, ListingRow
from tui.widgets.picker import Picker

VIEWS = {"list": N_("list"), "timeline": N_("timeline"), "milestones": N_("milestones")}
MOST_FOUND = 100
T = TypeVar("T")


class ProjectsRoom(ListRoom):
    """The projects that the filters let through, in one of three views."""

    OFFERED = actions.of(
        "reach", "move_forecast", "copy_late", "mark", "add_project", "project_view", "only_late",
        "next_dimension", "urban_rural", "next_status", "all_projects", "search_projects",
        "year_settings", "ranking", "what_if", "open", "previous", "next", "back", *MOVES,
    )  # fmt: skip
    BINDINGS = actions.bindings(OFFERED)

    def __init__(self) -> None:
        self.told = Bar()
        super().__init__(Listing(()), above=self.told)
        self._view = "list"
        self._filters: Filters | None = None
        self._shown: tuple[str, Filters, int] | None = None  # view, filters and width
        self._wished: str | None = None  # the row that the cursor goes to in another view

    # What it shows

    @property
    def filters(self) -> Filters:
        """What is listed; at first the year of today, or the last one that has projects."""
        if self._filters is None:
            self._filters = Filters(year=self._nearest_year())
        return self._filters

    @property
    def year(self) -> int:
        """The year shown; that of today where all are."""
        return self.filters.year or self.desk.today.year

    def fill(self) -> None:
        today, filters, width = self.desk.today, self.filters, self.app.size.width
        source: ProjectSource | TimelineSource | MilestoneSource
        columns: tuple[Column, ...]
        if self._view == "list":
            source, columns = ProjectSource(filters, today), projectlist.columns(filters.year)
        elif self._view == "timeline":
            scale = projectlist.scale(self.year, width)
            source = TimelineSource(filters, today, scale)
            columns = projectlist.timeline_columns(scale)
        else:
            source = MilestoneSource(filters, today)
            columns = projectlist.milestone_columns()
        self.list.set_empty(self._say_empty())
        shown = (self._view, filters, width)
        if self._shown is None and self._wished is None:
            self._wished = self._next_here()
        if self._shown == shown:
            self.list.replace(source)
        else:
            cursor = self.list.cursor_key if self._is_of_the_same(filters) else self._wished
            self.list.set_source(source, cursor=cursor, columns=columns)
            self._shown = shown
        self._wished = None
        self._tell_filters()

    def _next_here(self) -> str | None:
        """The row of what is to be reached next, at which the cursor begins."""
        row = MilestoneList(self.filters, self.desk.today).next_to_reach()
        if row is None:
            return None
        return str(row.id if self._view == "milestones" else row.project_id)

    def _is_of_the_same(self, filters: Filters) -> bool:
        """Whether the rows to be shown are those shown now, so that the cursor may stay."""
        if self._shown is None:
            return False
        view, before, _width = self._shown
        return before == filters and (view == "milestones") == (self._view == "milestones")

    def _tell_filters(self) -> None:
        filters = self.filters
        self.show_title(_("projects"), str(filters.year or _("all years")))
        parts = [_(VIEWS[self._view])]
        if filters.dimension:
            parts.append(f"{terms.LETTERS[filters.dimension]} {_dimension(filters.dimension)}")
        if filters.rural is not None:
            parts.append(_(terms.PLACES[filters.rural]))
        if filters.status:
            parts.append(_(terms.STATUS_NAMES[filters.status]))
        if filters.late:
            parts.append(_("only late"))
        if self._view == "milestones":
            count = MilestoneList(filters, self.desk.today).count()
            told = ngettext("{count} milestone", "{count} milestones", count)
        else:
            count = ProjectList(filters, self.desk.today).count()
            told = ngettext("{count} project", "{count} projects", count)
        said = " · ".join([*parts, told.format(count=count)])
        room = self.app.size.width - cells.width(said) - 1
        self.told.say(said, projectlist.legend(room) if self._view == "timeline" else "")

    def _say_empty(self) -> str:
        if self.filters._replace(year=None) != Filters():
            return _("Nothing answers to these filters; F shows all again.")
        if projects.years_with_projects():
            return _("No project of {year}: a adds one, [ and ] go to other years.").format(
                year=self.year
            )
        return _(
            "The projects of the programme, their milestones and money. "
            "There is none yet: a adds one, I brings in CSV files."
        )

    def _nearest_year(self) -> int:
        known = projects.years_with_projects()
        today = self.desk.today.year
        return today if today in known or not known else known[-1]

    def where(self) -> Place:
        return super().where() | {"view": self._view, "filters": self.filters._asdict()}

    def stand_at(self, place: Place) -> None:
        self._view, self._filters = place["view"], Filters(**place["filters"])
        self.refill()
        super().stand_at(place)

    # What is under the cursor

    def _milestone(self) -> MilestoneRow:
        """The milestone under the cursor; of a project the next one. Raises Refused."""
        key = int(self.list.cursor_key or 0)
        if self._view == "milestones":
            return milestones.get(key)
        row = milestones.next_of(key)
        if row is None:
            raise Refused(_("Milestone"), _("This project has no milestone that is to come."))
        return row

    def _project_id(self) -> int:
        key = int(self.list.cursor_key or 0)
        return milestones.get(key).project_id if self._view == "milestones" else key

    def subject(self) -> tuple[str, int] | None:
        key = self.list.cursor_key
        of = "milestone" if self._view == "milestones" else "project"
        return None if key is None else (of, int(key))

    def why_not(self, action_id: str) -> str | None:
        if self._shown is None:
            return None
        here = self.list.cursor_key is not None
        if action_id in ("reach", "move_forecast", "copy_late", "open") and not here:
            return _("There is no project here.")
        if action_id == "mark" and self._view != "milestones":
            return _("Milestones can be marked: v goes to them.")
        return None

    # Doing

    def do_back(self) -> None:
        self.desk.leave_for_desk()

    def do_open(self) -> None:
        from tui.programme.project import ProjectScreen

        here = int(self.list.cursor_key or 0) if self._view == "milestones" else None
        self.app.push_screen(ProjectScreen(self._project_id(), milestone_id=here))

    def takes_back(self, action_id: str) -> bool:
        if action_id != "reach" or self.list.marked:
            return False
        return self._milestone().actual is not None

    def do_reach(self) -> None:
        """Note as reached all that are marked, or the one here, or take that back."""
        from tui.programme import milestone_forms

        row = self._milestone()
        if self.list.marked or row.actual is None:
            marked = [milestones.get(int(key)) for key in self.list.marked]
            milestone_forms.reach(self, marked or [row])
            return
        milestones.unreach(row.id)
        told = _("“{milestone}” is not reached any more; u takes that back.")
        self.done(told.format(milestone=row.name))

    def do_move_forecast(self) -> None:
        from tui.programme.moving import MoveScreen

        self.app.push_screen(MoveScreen(self._milestone().id))

    def do_copy_late(self) -> None:
        """Copy a message about the marked milestones, the one here, or the project's late ones."""
        from tui.programme import message

        if self._view == "milestones":
            message.copy(self, [milestones.get(int(key)) for key in self.list.targets])
            return
        found = milestones.of_project(int(self.list.cursor_key or 0))
        late = [row for row in found if row.is_late(self.desk.today)]
        if not late:
            raise Refused(_("Not late"), _("No milestone of this project is late."))
        message.copy(self, late)

    def do_mark(self) -> None:
        self.list.toggle_mark()

    def do_add_project(self) -> None:
        from tui.programme import project_form

        project_form.add(self, self.year, self._go_to)

    def _go_to(self, project_id: int) -> None:
        """Put the cursor on a project, in a list that shows it."""
        self._view = "list"
        self._filters = Filters(year=projects.get(project_id).year)
        self.refill()
        self.list.cursor_key = str(project_id)

    def do_year_settings(self) -> None:
        from tui.programme.year import YearScreen

        self.app.push_screen(YearScreen(self.year))

    def do_ranking(self) -> None:
        from tui.programme.ranking import RankingScreen

        self.app.push_screen(RankingScreen(self.year))

    def do_what_if(self) -> None:
        from tui.programme.what_if import WhatIfScreen

        self.app.push_screen(WhatIfScreen(self.year))

    # Choosing what is shown

    def do_project_view(self) -> None:
        """The next of the three views, about the same project where it can be."""
        views = list(VIEWS)
        view = views[(views.index(self._view) + 1) % len(views)]
        if self.list.cursor_key is not None:
            self._wished = self._same_in(view)
        self._view = view
        self.refill()

    def _same_in(self, view: str) -> str | None:
        """The row of `view` about the project here: of its milestones the one to come next."""
        project_id = self._project_id()
        if view != "milestones":
            return str(project_id)
        row = milestones.next_of(project_id)
        return str(row.id) if row is not None else None

    def do_previous(self) -> None:
        self._turn_year(-1)

    def do_next(self) -> None:
        self._turn_year(1)

    def _turn_year(self, step: int) -> None:
        """The years that have projects in turn, then all of them together."""
        known: list[int | None] = [*projects.years_with_projects(), None]
        here = known.index(self.filters.year) if self.filters.year in known else len(known) - 1
        self._filter(year=known[(here + step) % len(known)])

    def do_next_dimension(self) -> None:
        self._filter(dimension=_after(self.filters.dimension, ("", *DIMENSIONS)))

    def do_urban_rural(self) -> None:
        self._filter(rural=_after(self.filters.rural, (None, True, False)))

    def do_next_status(self) -> None:
        self._filter(status=_after(self.filters.status, ("", *STATUSES)))

    def do_only_late(self) -> None:
        self._filter(late=not self.filters.late)

    def do_all_projects(self) -> None:
        self._filters = Filters(year=self.filters.year)
        self.refill()

    def _filter(self, **wanted: object) -> None:
        self._filters = self.filters._replace(**wanted)  # type: ignore[arg-type]
        self.refill()

    def do_search_projects(self) -> None:
        """Find a project of any year by a part of its name or community, in pinyin too."""
        today = self.desk.today

        def find(typed: str) -> list[ListingRow]:
            words = folded(typed)
            if not words:
                rows = ProjectList(Filters(), today).after(None, MOST_FOUND)
                return [ListingRow(str(r.id), (r.name, r.community, str(r.year))) for r in rows]
            return [
                ListingRow(
                    str(row.id),
                    (row.name, row.community, str(row.year)),
                    marks={
                        0: marks(row.name, row.search_key, words),
                        1: marks(row.community, row.search_key, words),
                    },
                )
                for row in sought_projects.find(words, MOST_FOUND)
            ]

        def chosen(key: str | None) -> None:
            if key is not None:
                with self.complaining():
                    self._go_to(int(key))

        columns = (
            Column(_("project"), 20, flex=2, priority=3),
            Column(_("community"), 12, flex=1, priority=2),
            Column(_("Year"), 6, priority=1),
        )
        prompt = _("characters, pinyin or initials")
        self.app.push_screen(Picker(_("Find a project"), columns, find, prompt=prompt), chosen)


def _after(value: T, values: tuple[T, ...]) -> T:
    return values[(values.index(value) + 1) % len(values)]


def _dimension(key: str) -> str:
    return _(terms.DIMENSION_NAMES[key])
