"""The tranches that a table of milestones says are paid by them: one a milestone, of its name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date

from store.exchange.cells import BadCell
from store.language import _
from store.programme import caps, money, payments, projects, tranches
from store.programme.models import Project, Tranche
from store.programme.tranches import TrancheRow
from store.text import shown


class MilestoneTranches:
    """The tranches of some projects, as they stand and as they are to be."""

    def __init__(self, project_ids: Iterable[int]) -> None:
        self._projects = {project_id: projects.get(project_id) for project_id in project_ids}
        self._there = {project_id: tranches.of_project(project_id) for project_id in self._projects}
        self._room = {
            project_id: self._projects[project_id].granted - sum(row.amount for row in rows)
            for project_id, rows in self._there.items()
        }
        self._paid = {project_id: row.paid for project_id, row in self._projects.items()}

    def take(
        self,
        project_id: int,
        name: str,
        milestone_id: int | None,
        amount: int,
        paid_on: date | None,
    ) -> None:
        """Set `amount` fen aside for a milestone, which may be paid already.

        Raises BadCell where that cannot be.
        """
        planned = self._planned(project_id, milestone_id)
        had = sum(row.amount for row in planned)
        room = self._room[project_id] + had
        if amount > room:
            sentence = _("The grant leaves {room} for it.").format(room=money.say(max(room, 0)))
            raise BadCell("tranche", sentence)
        if not planned and any(row.name == name for row in self._there[project_id]):
            sentence = _("There is a tranche “{name}” already.").format(name=shown(name))
            raise BadCell("tranche", sentence)
        if len(planned) > 1 and amount != had:
            sentence = _("Several tranches are paid by it: please change them one by one.")
            raise BadCell("tranche", sentence)
        if planned and amount < (paid := sum(row.paid for row in planned)):
            sentence = _("{paid} of it is paid already: it cannot be less.")
            raise BadCell("tranche", sentence.format(paid=money.say(paid)))
        if self._projects[project_id].status == "removed":
            self._refuse_removed(project_id, amount - sum(row.paid for row in planned), paid_on)
        self._room[project_id] = room - amount

    def _refuse_removed(self, project_id: int, more: int, paid_on: date | None) -> None:
        """Refuse for a removed project what was not paid before, or what passes a cap."""
        project = self._projects[project_id]
        if not more:
            return
        if paid_on is None:
            sentence = _("{project} was removed from the funding.")
            raise BadCell("tranche", sentence.format(project=shown(project.name, 60)))
        paid = self._paid[project_id] + more
        meter = caps.meter(project.year, project.community, paid, project_id)
        if meter.over:
            raise BadCell("tranche", caps.OverCap(meter).sentence)
        self._paid[project_id] = paid

    @contextmanager
    def as_they_were(self, project_ids: Iterable[int]) -> Iterator[None]:
        """Let removed projects be in the funding meanwhile, with no more than they are paid."""
        removed = [each for each in project_ids if self._paid[each] != self._projects[each].paid]
        removed = [each for each in removed if self._projects[each].status == "removed"]
        for project_id in removed:
            lapsed = sum(
                row.amount - row.paid for row in self._there[project_id] if row.state == "cancelled"
            )
            self._stand(project_id, "running", self._paid[project_id] + lapsed)
        yield
        for project_id in removed:
            self._stand(project_id, "removed", self._projects[project_id].granted)

    def _stand(self, project_id: int, status: str, granted: int) -> None:
        Project.update(status=status, granted=granted).where(Project.id == project_id).execute()

    def write(
        self, project_id: int, name: str, milestone_id: int, amount: int, paid_on: date | None
    ) -> None:
        """Write a tranche that was taken, and pay what is left of it where it was paid."""
        planned = self._planned(project_id, milestone_id)
        if not planned:
            columns = {"project": project_id, "milestone": milestone_id, "name": name}
            tranche_id = Tranche.insert(amount=amount, **columns).execute()
            left = {tranche_id: amount}
        elif amount != sum(row.amount for row in planned):
            (only,) = planned
            Tranche.update(amount=amount).where(Tranche.id == only.id).execute()
            left = {only.id: amount - only.paid}
        else:
            left = {row.id: row.left for row in planned}
        for tranche_id, fen in left.items():
            if paid_on and fen:
                payments.insert(project_id, tranche_id, paid_on, fen)

    def _planned(self, project_id: int, milestone_id: int | None) -> list[TrancheRow]:
        if milestone_id is None:
            return []
        return [
            row
            for row in self._there[project_id]
            if row.milestone_id == milestone_id and row.state == "planned"
        ]
