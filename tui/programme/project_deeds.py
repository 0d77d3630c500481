"""What can be done about one project: its milestones, its money, its reviews, and itself."""

from __future__ import annotations

from store.language import _, listed
from store.programme import budget, milestones, payments, projects, reviews, supervision, tranches
from store.programme.milestones import MilestoneRow
from store.programme.projects import ProjectRow
from store.programme.tranches import TrancheRow
from tui.listroom import ListRoom
from tui.widgets.listing import Listing
from tui.widgets.tabs import TabStrip


class ProjectDeeds(ListRoom):
    """A room about one project, with tabs of its parts: what its keys do."""

    def __init__(self, listing: Listing, tabs: TabStrip, project_id: int) -> None:
        super().__init__(listing)
        self.tabs = tabs
        self._project_id = project_id
        self._project: ProjectRow | None = None
        self._milestones: tuple[MilestoneRow, ...] = ()
        self._tranches: tuple[TrancheRow, ...] = ()

    @property
    def project(self) -> ProjectRow:
        """The project, as it was last shown."""
        return self._project or projects.get(self._project_id)

    @property
    def tab(self) -> str:
        """The tab shown."""
        return self.tabs.selected or "milestones"

    # What is under the cursor

    @property
    def _part(self) -> tuple[str, int]:
        """What the row under the cursor is about, and its number."""
        kind, _space, number = (self.list.cursor_key or "").partition(" ")
        return kind, int(number or 0)

    def _chosen_milestones(self) -> list[MilestoneRow]:
        """The marked milestones, else the one under the cursor."""
        known = {f"milestone {row.id}": row for row in self._milestones}
        return [known[key] for key in self.list.targets if key in known]

    def _chosen_tranches(self) -> list[TrancheRow]:
        """The marked tranches, else the one under the cursor; of a milestone those due with it."""
        wanted = set(self.list.targets)
        return [
            row
            for row in self._tranches
            if f"tranche {row.id}" in wanted or f"milestone {row.milestone_id}" in wanted
        ]

    def _late(self) -> list[MilestoneRow]:
        """What is late of the marked milestones, else of all."""
        today = self.desk.today
        marked = [row for row in self._chosen_milestones() if row.is_late(today)]
        return marked if self.list.marked else [r for r in self._milestones if r.is_late(today)]

    # Milestones

    def takes_back(self, action_id: str) -> bool:
        rows = self._chosen_milestones() if action_id == "reach" else []
        return len(rows) == 1 and rows[0].actual is not None

    def do_reach(self) -> None:
        """Note as reached; of one that was, take that back."""
        from tui.programme import milestone_forms

        rows = self._chosen_milestones()
        if len(rows) == 1 and rows[0].actual is not None:
            milestones.unreach(rows[0].id)
            told = _("“{milestone}” is not reached any more; u takes that back.")
            self.done(told.format(milestone=rows[0].name))
            return
        milestone_forms.reach(self, rows)

    def do_move_forecast(self) -> None:
        from tui.programme.moving import MoveScreen

        self.app.push_screen(MoveScreen(self._part[1]))

    def do_needs(self) -> None:
        from tui.programme import milestone_forms

        milestone_forms.set_needs(self, milestones.get(self._part[1]))

    def do_recurring(self) -> None:
        from tui.programme import milestone_forms

        milestone_forms.add_recurring(self, self.project)

    def do_copy_late(self) -> None:
        """Copy a message about what is late for who is in charge."""
        from tui.programme import message

        message.copy(self, self._late())

    # Money

    def do_grant(self) -> None:
        from tui.programme import money_forms

        money_forms.grant(self, self.project)

    def do_pay(self) -> None:
        from tui.programme import money_forms

        money_forms.pay(self, [row for row in self._chosen_tranches() if row.left])

    def do_budget_line(self) -> None:
        from tui.programme import money_forms

        money_forms.set_line(self, self.project, None)

    # What the tab holds

    def do_add_part(self) -> None:
        from tui.programme import milestone_forms, money_forms, review_forms

        if self.tab == "milestones":
            milestone_forms.add(self, self.project)
        elif self.tab == "money":
            money_forms.add_tranche(self, self.project)
        else:
            review_forms.review(self, self.project, None)

    def do_edit_part(self) -> None:
        from tui.programme import milestone_forms, money_forms, review_forms

        kind, number = self._part
        if kind == "milestone":
            milestone_forms.edit(self, milestones.get(number))
        elif kind == "tranche":
            money_forms.edit_tranche(self, tranches.get(number))
        elif kind == "line":
            lines = budget.lines(self._project_id)
            line = next((row for row in lines if row.id == number), None)
            money_forms.set_line(self, self.project, line)
        else:
            found = reviews.of_project(self._project_id)
            row = next((row for row in found if row.id == number), None)
            review_forms.review(self, self.project, row)

    def do_drop_part(self) -> None:
        """Take away what is under the cursor; of a tranche what is left, or that it was."""
        from tui.programme import money_forms

        kind, number = self._part
        if kind == "tranche":
            self._cancel_tranches()
            return
        if kind == "payment":
            ledger = payments.ledger(self._project_id)
            money_forms.reverse(self, next(row for row in ledger if row.id == number))
            return
        if kind == "milestone":
            milestones.remove(number)
        elif kind == "line":
            budget.remove_line(number)
        elif kind == "review":
            reviews.remove(number)
        else:
            supervision.remove(number)
        self.done(_("Taken away; u brings it back."))

    def _cancel_tranches(self) -> None:
        rows = self._chosen_tranches()
        ids, names = [row.id for row in rows], listed(f"“{row.name}”" for row in rows)
        if all(row.state == "cancelled" for row in rows):
            tranches.restore(ids)
            told = _("{tranches}: taken up again; u cancels it again.")
        else:
            tranches.cancel(ids)
            told = _("{tranches}: cancelled, what is left is committed no more; u takes it back.")
        self.list.clear_marks()
        self.done(told.format(tranches=names))

    # The project

    def do_status(self) -> None:
        from tui.programme import review_forms

        review_forms.set_status(self, self.project)

    def do_supervision(self) -> None:
        from tui.programme import review_forms

        review_forms.supervise(self, self.project)

    def do_remove_project(self) -> None:
        from tui.programme import review_forms

        review_forms.remove(self, self.project)

    def do_edit_project(self) -> None:
        from tui.programme import project_form

        project_form.edit(self, self.project)
