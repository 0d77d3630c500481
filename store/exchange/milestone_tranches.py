"""The tranches that a table of milestones says are paid by them: one a milestone, of its name."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from store.exchange.cells import BadCell
from store.language import _
from store.programme import money, payments, tranches
from store.programme.models import Tranche
from store.programme.tranches import TrancheRow
from store.text import shown


class MilestoneTranches:
    """The tranches of some projects, given with the grant of each in fen."""

    def __init__(self, granted: Mapping[int, int]) -> None:
        self._there = {project_id: tranches.of_project(project_id) for project_id in granted}
        self._room = {
            project_id: granted[project_id] - sum(row.amount for row in rows)
            for project_id, rows in self._there.items()
        }

    def take(self, project_id: int, name: str, milestone_id: int | None, amount: int) -> None:
        """Set `amount` fen aside for a milestone. Raises BadCell where that cannot be."""
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
        self._room[project_id] = room - amount

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
