"""The caps on committed money: live, as somebody types an amount, and at the deed."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from store.database import db
from store.errors import FieldError, Invalid, Refused
from store.language import _, listed
from store.neighbours.models import NAME_LENGTH, NOTE_LENGTH
from store.programme import money, years
from store.programme.models import CapOverride
from store.text import clean, shown

# What the others of the community have committed in the year, and how far both caps were let go.
_ASKED = """
    SELECT coalesce((
        SELECT sum(committed) FROM project_money JOIN community ON community.id = community_id
        WHERE community.name = :community AND year_id = :year AND project_id <> :project), 0),
    coalesce((
        SELECT max(up_to) FROM cap_override WHERE project_id = :project AND cap = 'project'), 0),
    coalesce((
        SELECT max(up_to) FROM cap_override
        JOIN project ON project.id = project_id JOIN community ON community.id = community_id
        WHERE community.name = :community AND year_id = :year AND cap = 'community'), 0)
"""


class Override(NamedTuple):
    """Who lets money go over a cap, and why."""

    by: str
    reason: str


class Meter(NamedTuple):
    """What would be committed, in fen, beside what may be.

    `project_limit` and `community_limit` are the caps, or what an override let them go up to;
    `over` names the caps that would be passed.
    """

    year: int
    project_cap: int
    project_limit: int
    project_committed: int
    community: str
    community_cap: int
    community_limit: int
    community_committed: int
    over: tuple[str, ...]


class OverCap(Refused):
    """More than a cap allows; an override would let it pass. `meter` says by how much."""

    def __init__(self, meter: Meter) -> None:
        super().__init__(
            _("Over the cap"),
            _("{over}. Whoever lets it pass, please give a name and a reason.").format(
                over=listed(_said_over(meter))
            ),
        )
        self.meter = meter


def meter(year: int, community: str, asked: int, project_id: int | None = None) -> Meter:
    """What the caps of `year` say if a project of `community` had `asked` fen committed.

    The project's own money is left out of what the others have. One question beside the year's.
    """
    caps = years.get(year)
    values = {"community": community.strip(), "year": year, "project": project_id or 0}
    others, project_over, community_over = db.execute_sql(_ASKED, values).fetchone()
    project_limit = max(caps.project_cap, project_over)
    community_limit = max(caps.community_cap, community_over)
    together = others + asked
    over = []
    if asked > project_limit:
        over.append("project")
    if asked and together > community_limit:
        over.append("community")
    return Meter(
        year,
        caps.project_cap,
        project_limit,
        asked,
        community.strip(),
        caps.community_cap,
        community_limit,
        together,
        tuple(over),
    )


def say(meter: Meter) -> str:
    """The meter in one line: what both caps leave."""
    told = _("{community} {year}: {committed} of {limit} committed, {left} left").format(
        community=shown(meter.community, 30),
        year=meter.year,
        committed=money.say(meter.community_committed),
        limit=money.say(meter.community_limit),
        left=money.say(meter.community_limit - meter.community_committed),
    )
    of_project = _("project {committed} of {limit}").format(
        committed=money.say(meter.project_committed), limit=money.say(meter.project_limit)
    )
    return f"{of_project} · {told}"


def check(meter: Meter, override: Override | None) -> Override | None:
    """The override as it may be stored, None where none is needed.

    Raises OverCap where a cap would be passed without one, and Invalid for one without a name or a
    reason.
    """
    if not meter.over:
        return None
    if override is None or not (override.by.strip() or override.reason.strip()):
        raise OverCap(meter)
    by = clean(override.by, NAME_LENGTH, _("Name"))
    reason = clean(override.reason, NOTE_LENGTH, _("Reason"))
    errors = []
    if not by:
        errors.append(FieldError("by", _("Please say who lets it pass.")))
    if not reason:
        errors.append(FieldError("reason", _("Please say why it may pass.")))
    if errors:
        raise Invalid(_("Over the cap"), tuple(errors))
    return Override(by, reason)


def record(meter: Meter, override: Override | None, project_id: int, today: date) -> None:
    """Note, inside the caller's deed and before the money is written, who let which cap pass."""
    if override is None:
        return
    up_to = {"project": meter.project_committed, "community": meter.community_committed}
    for cap in meter.over:
        CapOverride.insert(
            project=project_id,
            cap=cap,
            up_to=up_to[cap],
            day=today,
            by=override.by,
            reason=override.reason,
        ).execute()


class OverrideRow(NamedTuple):
    """That somebody let a cap pass, up to `up_to` fen."""

    cap: str
    up_to: int
    day: date
    by: str
    reason: str


def overrides(project_id: int) -> tuple[OverrideRow, ...]:
    """What was let pass for a project, in the order it was."""
    query = CapOverride.select(
        CapOverride.cap, CapOverride.up_to, CapOverride.day, CapOverride.by, CapOverride.reason
    )
    rows = query.where(CapOverride.project == project_id).order_by(CapOverride.id).tuples()
    return tuple(OverrideRow(*row) for row in rows)


def _said_over(meter: Meter) -> list[str]:
    said = {
        "project": _("{committed} for one project is {over} over the cap of {limit}").format(
            committed=money.say(meter.project_committed),
            over=money.say(meter.project_committed - meter.project_limit),
            limit=money.say(meter.project_limit),
        ),
        "community": _("{committed} for {community} in {year} is {over} over {limit}").format(
            committed=money.say(meter.community_committed),
            community=shown(meter.community, 30),
            year=meter.year,
            over=money.say(meter.community_committed - meter.community_limit),
            limit=money.say(meter.community_limit),
        ),
    }
    return [said[cap] for cap in meter.over]
