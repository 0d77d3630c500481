"""The nightly run: what is due is entered in the ledger, told on every channel, and confirmed.

A delivery is pending in the store before it is handed over, and sent once the channel has taken it.
Between the two a crash leaves it pending: the next run repeats it, under the same number, so that a
channel that can tell a repetition drops it, and says that it may be one where none can.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date
from typing import NamedTuple, Protocol

from store import calendar, runs, settings
from store.access import rights
from store.database import db, transaction, wait_at_most
from store.errors import Refused, StoreError, system_reason
from store.language import _
from store.messages.models import Delivery
from store.runs import Run
from store.sharing import notices
from store.sharing.overdue import Lateness, lateness
from store.sharing.summary import Night, Totals

# The channel of the command line's own output.
PRINTED = "print"

# Seconds that a run waits for a coordinator's deed to end, as for a long import.
PATIENCE = 60.0


class Undelivered(StoreError):
    """A channel did not take a message; the sentence says why, without any secret."""


class Unsure(Undelivered):
    """A message was handed over, and nobody knows whether it arrived."""


class Channel(Protocol):
    """Somewhere that a night is told; `key` and `label` hold no secret, `key` never changes.

    What is no message is told anew whenever it is asked for, as by printing.
    """

    key: str
    label: str
    is_message: bool

    def deliver(self, night: Night, *, number: str, again: bool) -> None:
        """Tell `night`. Raises Undelivered.

        `number` is the same when a delivery is repeated, `again` says that this may be the case.
        """


class DeliveryRow(NamedTuple):
    """What became of one channel: `sent`, `failed`, `unsure`, or `nothing`, where nothing was new.

    What is unsure is repeated by the next run, under the same number.
    """

    label: str
    state: str
    reason: str = ""
    is_message: bool = True

    @property
    def did_not_arrive(self) -> bool:
        """Whether it failed, or may have."""
        return self.state in ("failed", "unsure")


class Outcome(NamedTuple):
    """What a run came to."""

    run_id: int
    deliveries: tuple[DeliveryRow, ...]

    @property
    def failed(self) -> tuple[DeliveryRow, ...]:
        """The deliveries that did not arrive."""
        return tuple(row for row in self.deliveries if row.did_not_arrive)


class _Scope(NamedTuple):
    """What all nights of one run have in common."""

    rule: Lateness
    days_soon: int
    compound_id: int | None

    def night(
        self, channel: str, *, new_only: bool = False, delivery_id: int | None = None
    ) -> Night:
        """The night for the readers of one channel."""
        return Night(self.rule, self.days_soon, self.compound_id, channel, delivery_id, new_only)


class _Asked(NamedTuple):
    """One channel of a run: the night for its reader, and the delivery's row, if it has one."""

    channel: Channel
    night: Night
    delivery_id: int | None
    started_at: str


def run(
    today: date,
    channels: Sequence[Channel],
    *,
    days_soon: int,
    compound_id: int | None = None,
    new_only: bool = False,
) -> Outcome:
    """Tell the night of `today` on every channel; one that fails does not stop the others.

    Raises Refused while another run is going on, and where who acts may not send. What the
    operating system refuses (as a closed pipe) is raised once the run has been recorded to its end.
    """
    wait_at_most(PATIENCE)
    rights.require("send")
    scope = _Scope(lateness(today), days_soon, compound_id)
    with _alone():
        _back_up()
        with transaction():
            run_id = runs.begin(today, compound_id)
            notices.record(run_id, scope.rule, compound_id)
            interrupted = [(channel, row) for channel in channels for row in _interrupted(channel)]
            if not interrupted:  # as on any other night
                asked = [_ask(run_id, channel, scope, new_only) for channel in channels]
        repeated = [
            (channel.key, result)
            for channel, row in interrupted
            if (result := _repeat(row, channel, scope)) is not None
        ]
        if interrupted:
            # One message after the other: who could not have the last one gets no new one before.
            behind = {key for key, result in repeated if result.did_not_arrive}
            in_step = [channel for channel in channels if channel.key not in behind]
            with transaction():
                asked = [_ask(run_id, channel, scope, new_only) for channel in in_step]
        outcome = _tell(run_id, asked, [result for _key, result in repeated], scope)
        _look_ahead(today)
        _lay_out_shifts(today)
        _forget(today)
        return outcome


def preview(
    today: date,
    channel: Channel,
    *,
    days_soon: int,
    compound_id: int | None = None,
    new_only: bool = False,
) -> Night:
    """What a run would tell this channel; nothing is written."""
    return _Scope(lateness(today), days_soon, compound_id).night(channel.key, new_only=new_only)


def is_due(night: Night, channel: Channel) -> bool:
    """Whether a run would deliver `night` to this channel: something is new, or it had none today.

    What only asks for news gets nothing without any; what is no message is always told.
    """
    if not channel.is_message or night.totals.new:
        return True
    return not night.new_only and not _had_one(channel.key, night.compound_id, night.today)


def _back_up() -> None:
    """Make the nightly backup, where the settings ask for one; the summary tells of a failure."""
    folder = settings.text("backup_folder")
    if folder:
        from store.keeping import backups

        backups.make_nightly(folder)


def _look_ahead(today: date) -> None:
    """Look whether next year's holidays are official by now; until they are, `check` says so."""
    from store import public_holidays

    with suppress(StoreError):
        public_holidays.refresh(today)


def _lay_out_shifts(today: date) -> None:
    """Let the rota's shifts go by holidays that are known by now, and lay out those to come."""
    from store.farm import evening

    if evening.has_series():
        from store import closures
        from store.farm import laying_out

        with suppress(StoreError):
            closures.settle(today)
            laying_out.lay_out(today)


def _forget(today: date) -> None:
    """Forget who had borrowed what came back long ago, where the settings say so."""
    if settings.number("forget_months"):
        from store.privacy import forgetting

        with suppress(StoreError):
            forgetting.forget(today)


class _Interrupted(NamedTuple):
    """A message of an earlier run of which nobody knows whether it arrived."""

    delivery_id: int
    started_at: str
    compound_id: int | None


def _interrupted(channel: Channel) -> list[_Interrupted]:
    """What is interrupted on a channel, oldest first, whichever compounds it was about."""
    query = Delivery.select(Delivery.id, Run.started_at, Run.compound_id)
    query = query.join(Run).where(Delivery.channel == channel.key, Delivery.state == "pending")
    return [_Interrupted(*row) for row in query.order_by(Delivery.id).tuples()]


def _repeat(interrupted: _Interrupted, channel: Channel, scope: _Scope) -> DeliveryRow | None:
    """Deliver once more what is still true of it; None where there is nothing to repeat.

    It stays as it is then: what has come back may be out once more tomorrow, its return undone.
    """
    delivery_id, started_at, compound_id = interrupted
    scope = scope._replace(compound_id=compound_id)
    if not channel.is_message:
        with transaction():
            _settle(delivery_id, "failed", _("It was interrupted."))
        return None
    night = scope.night(channel.key, new_only=True, delivery_id=delivery_id)
    if not night.totals.new:
        return None
    result, _trouble = _deliver(_Asked(channel, night, delivery_id, started_at), again=True)
    with transaction():
        if result.state == "sent":
            notices.unload(delivery_id, scope.rule, scope.compound_id)
            notices.confirm(delivery_id, channel.key)
        _settle(delivery_id, "sent" if result.state == "sent" else "unsure", result.reason)
    return result


def _ask(run_id: int, channel: Channel, scope: _Scope, new_only: bool) -> _Asked:
    """Put a channel's delivery down as pending, where there is something to deliver."""
    night = scope.night(channel.key, new_only=new_only)
    if not is_due(night, channel):
        return _Asked(channel, night, None, "")
    started_at = Run.select(Run.started_at).where(Run.id == run_id).scalar()
    delivery_id = Delivery.insert(
        run=run_id, channel=channel.key, label=channel.label, state="pending", at=started_at
    ).execute()
    notices.carry(delivery_id, channel.key, scope.rule, scope.compound_id)
    return _Asked(channel, night, delivery_id, started_at)


def _tell(
    run_id: int, asked: Sequence[_Asked], results: list[DeliveryRow], scope: _Scope
) -> Outcome:
    """Deliver one after the other; the run ends with the last, in one transaction with it."""
    troubles: list[OSError] = []
    totals = asked[-1].night.totals if asked else scope.night("").totals
    for each in asked:
        if each.delivery_id is None:
            results.append(DeliveryRow(each.channel.label, "nothing"))
            continue
        result, trouble = _deliver(each, again=False)
        results.append(result)
        if trouble is not None:
            troubles.append(trouble)
        with transaction():
            _settle(each.delivery_id, result.state, result.reason)
            if result.state == "sent":
                notices.confirm(each.delivery_id, each.channel.key)
            if each is asked[-1]:
                _finish(run_id, totals, results)
    if not asked or asked[-1].delivery_id is None:
        with transaction():
            _finish(run_id, totals, results)
    if troubles:
        raise troubles[0]
    return Outcome(run_id, tuple(results))


def _deliver(asked: _Asked, *, again: bool) -> tuple[DeliveryRow, OSError | None]:
    """Hand over to the channel; what it or the operating system has against it is told."""
    channel, trouble = asked.channel, None
    state, reason = "sent", ""
    number = f"{asked.started_at.translate(_PLAIN)}-{asked.delivery_id}"
    try:
        channel.deliver(asked.night, number=number, again=again)
    except Unsure as unsure:
        state, reason = "unsure", unsure.sentence
    except StoreError as refused:  # Undelivered, or somebody has been writing for too long
        state, reason = "failed", refused.sentence
    except OSError as broken:
        trouble = broken
        state, reason = "failed", system_reason(broken)
    return DeliveryRow(channel.label, state, reason, channel.is_message), trouble


_PLAIN = str.maketrans("", "", "-:")


def _settle(delivery_id: int, state: str, reason: str) -> None:
    """What is unsure stays pending, to be repeated."""
    state = "pending" if state == "unsure" else state
    Delivery.update(state=state, reason=reason, at=calendar.now()).where(
        Delivery.id == delivery_id
    ).execute()


def _finish(run_id: int, totals: Totals, results: Sequence[DeliveryRow]) -> None:
    runs.finish(
        run_id,
        overdue=totals.overdue,
        due_soon=totals.due_soon,
        fresh=totals.new,
        failures=sum(row.did_not_arrive and row.is_message for row in results),
    )


def _had_one(key: str, compound_id: int | None, today: date) -> bool:
    """Whether a run of the same compound, or of all, has sent its message of `today` there."""
    scope = Run.compound.is_null() if compound_id is None else Run.compound == compound_id
    query = Delivery.select().join(Run).where(Delivery.channel == key, scope)
    return query.where(Delivery.state == "sent", Run.as_of == today).exists()


@contextmanager
def _alone() -> Iterator[None]:
    """Keep a second run out: what a living run has pending would look like a crash to it."""
    handle = os.open(
        f"{os.path.realpath(db.database)}-nightly", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600
    )
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as busy:
            raise Refused(
                _("Running already"),
                _("The nightly run is going on just now. Please look again in a minute."),
            ) from busy
        yield
    finally:
        os.close(handle)
