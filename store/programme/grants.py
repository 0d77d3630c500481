"""Grants: giving a project its money, and changing how much, within the caps."""

from __future__ import annotations

from datetime import date

from store import history
from store.database import transaction
from store.errors import FieldError, Invalid, Refused
from store.language import _
from store.programme import caps, money, projects, tranches
from store.programme.caps import Override
from store.programme.models import MOST_FEN, Project
from store.programme.projects import ProjectRow
from store.text import shown


def award(project_id: int, amount: int, today: date, override: Override | None = None) -> None:
    """Give a proposed project `amount` fen: it is funded then.

    Raises NotFound, Invalid, Refused for one that has its grant, and OverCap.
    """
    with transaction():
        row = projects.get(project_id)
        if row.status != "proposed":
            sentence = _("{project} has its grant already; it can be changed.")
            raise Refused(_("Grant"), sentence.format(project=shown(row.name, 60)))
        _refuse_amount(amount)
        meter, allowed = _allowed(row, amount, override)
        with history.deed("award", project=row.name, amount=money.say(amount)):
            write_award(row, amount, meter, allowed, today)


def write_award(
    row: ProjectRow,
    amount: int,
    meter: caps.Meter,
    allowed: Override | None,
    today: date,
) -> None:
    """Fund a proposed project, checked already, inside the caller's deed."""
    caps.record(meter, allowed, row.id, today)
    Project.update(granted=amount, status="funded").where(Project.id == row.id).execute()


def change(project_id: int, amount: int, today: date, override: Override | None = None) -> None:
    """Let a project's grant be `amount` fen instead.

    Raises NotFound, Invalid, Refused for a project that has none or was removed, or whose tranches
    are more, and OverCap.
    """
    with transaction():
        row = projects.get(project_id)
        _refuse_unfunded(row)
        if amount == row.granted:
            return
        _refuse_amount(amount)
        shared = tranches.shared_out(project_id)
        if amount < shared:
            sentence = _("The tranches of {project} come to {shared}: please lower those first.")
            words = {"project": shown(row.name, 60), "shared": money.say(shared)}
            raise Refused(_("Grant"), sentence.format(**words))
        meter, allowed = _allowed(row, amount, override)
        with history.deed("change_grant", project=row.name, amount=money.say(amount)):
            caps.record(meter, allowed, project_id, today)
            Project.update(granted=amount).where(Project.id == project_id).execute()


def meter(project_id: int, amount: int) -> caps.Meter:
    """What the caps would say if a project's grant were `amount` fen. Raises NotFound."""
    return _meter(projects.get(project_id), amount)


def _meter(row: ProjectRow, amount: int) -> caps.Meter:
    # What cancelled tranches had left is not committed, whatever the grant.
    freed = row.granted - row.committed if row.status != "proposed" else 0
    return caps.meter(row.year, row.community, max(amount - freed, 0), row.id)


def _allowed(
    row: ProjectRow, amount: int, override: Override | None
) -> tuple[caps.Meter, Override | None]:
    meter = _meter(row, amount)
    return meter, caps.check(meter, override)


def _refuse_amount(amount: int) -> None:
    if not 0 < amount <= MOST_FEN:
        sentence = _("Please give an amount above nothing.")
        raise Invalid(_("Grant"), (FieldError("amount", sentence),))


def _refuse_unfunded(row: ProjectRow) -> None:
    words = {"project": shown(row.name, 60)}
    if row.status == "proposed":
        sentence = _("{project} has no grant yet.")
        raise Refused(_("Grant"), sentence.format(**words))
    if row.status == "removed":
        sentence = _("{project} was removed from the funding.")
        raise Refused(_("Grant"), sentence.format(**words))
