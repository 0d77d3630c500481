"""What is wrong with the nightly run, told until somebody puts it right."""

from __future__ import annotations

from datetime import datetime

from peewee import fn

from store import calendar, runs
from store.language import _
from store.messages import addresses
from store.messages.models import Delivery
from store.messages.nightly import PRINTED
from store.runs import Run


def troubles(now: datetime) -> tuple[str, ...]:
    """What is wrong with the nightly run, a sentence each; nothing where all is well."""
    last = runs.last()
    wrong = []
    if last is None:
        wrong.append(
            _(
                "The nightly run has never been. "
                "`qiaomen overdue --install cron` prints what starts it every night."
            )
        )
    elif last.is_missed(now):
        wrong.append(
            _(
                "There has been no nightly run since {moment}. "
                "Please look whether cron or the timer still starts it."
            ).format(moment=calendar.say_moment(last.at))
        )
    return (*wrong, *(_say_owed(*row) for row in _owed()))


def _owed() -> list[tuple[str, str, str]]:
    """Messages that are still to arrive: (label, reason, when).

    An address that is kept is owed one until one arrives, a URL only until another run has come to
    its end.
    """
    finished = Run.select(Run.started_at).where(Run.finished_at.is_null(False))
    last_start = finished.order_by(Run.id.desc()).limit(1)
    newest = Delivery.select(fn.MAX(Delivery.id)).group_by(Delivery.channel)
    query = Delivery.select(Delivery.label, Delivery.reason, Delivery.at).where(
        Delivery.id.in_(newest),
        Delivery.state != "sent",
        Delivery.channel != PRINTED,
        Delivery.channel.in_(addresses.keys()) | (Delivery.at >= last_start),
    )
    return list(query.order_by(Delivery.id).tuples())


def _say_owed(label: str, reason: str, at: str) -> str:
    return _("{address} did not get its message ({moment}): {reason}").format(
        address=label,
        moment=calendar.say_moment(datetime.fromisoformat(at)),
        reason=reason or _("It was interrupted."),
    )
