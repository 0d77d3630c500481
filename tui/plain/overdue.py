"""The nightly summary as the command line runs it: sent to the addresses named, then printed."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from store import settings
from store.errors import system_reason
from store.language import N_, _
from store.messages import nightly
from store.messages.nightly import Channel, DeliveryRow, Undelivered
from store.sharing.summary import Night
from tui.plain import asked, streams


class Wanted(NamedTuple):
    """What the summary was asked to be: its format, what is in it, and who gets it."""

    form: str
    days_soon: int
    compound_id: int | None
    new_only: bool
    phones: bool
    send: Sequence[str]


class Printed:
    """Standard output as a channel; `complaint` is what came between it and its reader."""

    key = nightly.PRINTED
    is_message = False

    def __init__(self, form: str, *, phones: bool) -> None:
        self.label = _("printed")
        self.failed = False
        self.complaint = ""
        self._form = form
        self._phones = phones

    def deliver(self, night: Night, *, number: str, again: bool) -> None:
        """Write `night`, row by row, to its end. Raises Undelivered."""
        from tui.plain import summary

        try:
            summary.write(night, self._form, phones=self._phones)
            sys.stdout.flush()
        except BrokenPipeError as gone:
            raise self._undelivered(_("Nobody read it to its end.")) from gone
        except OSError as trouble:
            self.complaint = _("The output could not be written: {reason}.").format(
                reason=system_reason(trouble)
            )
            raise self._undelivered(self.complaint) from trouble

    def _undelivered(self, reason: str) -> Undelivered:
        streams.forget_output()
        self.failed = True
        return Undelivered(_("Output"), reason)


def wanted(
    form: str,
    *,
    due_soon: int | None,
    compound: str | None,
    new_only: bool = False,
    phones: bool = False,
    send: Sequence[str] = (),
) -> Wanted:
    """What was asked, looked up in the store. Raises NotFound, Ambiguous.

    `due_soon` is how many days count as soon; None for the community's setting.
    """
    days = settings.number("due_soon_days") if due_soon is None else due_soon
    return Wanted(form, days, asked.compound_id(compound), new_only, phones, send)


def run(today: date, wanted: Wanted) -> bool:
    """Send and print the summary of `today`; answers whether everybody got it. Raises StoreErrors.

    Who stops reading has had enough: that is no failure, but nothing counts as told to them.
    """
    _note_phones(wanted)
    messages = _messages(wanted)
    printed = Printed(wanted.form, phones=wanted.phones)
    # What is thrown away while messages go out tells nobody anything.
    channels = messages if messages and streams.lead_nowhere() else [*messages, printed]
    outcome = nightly.run(
        today,
        channels,
        days_soon=wanted.days_soon,
        compound_id=wanted.compound_id,
        new_only=wanted.new_only,
    )
    failed = list(outcome.failed)
    if printed.failed:
        failed.pop()  # the last channel of all
    complaints = [_say_failed(row) for row in failed]
    if printed.complaint:
        complaints.append(printed.complaint)
    for complaint in complaints:
        streams.complain(complaint)
    return not complaints


def rehearse(today: date, wanted: Wanted) -> bool:
    """Print what a run would, and say to whom it would send what; writes nothing to the store.

    Answers whether it would send. Raises StoreErrors.
    """
    from tui.plain import summary

    _note_phones(wanted)
    messages = _messages(wanted)
    printed = Printed(wanted.form, phones=wanted.phones)
    summary.write(_preview(today, printed, wanted), wanted.form, phones=wanted.phones)
    sys.stdout.flush()
    return _rehearse_sending(today, messages, wanted) if messages else True


def write_counts(today: date, wanted: Wanted) -> None:
    """Print the closing counts of `today` alone: a question, which is no run."""
    from tui.plain import summary

    printed = Printed(wanted.form, phones=wanted.phones)
    summary.write_counts(_preview(today, printed, wanted), wanted.form)


def _note_phones(wanted: Wanted) -> None:
    """Note that whole numbers are told, where they are. Raises Refused."""
    if wanted.phones:
        from store.access import showing

        showing.write_out(N_("nightly summary"))


def _messages(wanted: Wanted) -> list[Channel]:
    """The addresses that were named, as channels. Raises NotFound."""
    if not wanted.send:
        return []
    # 5 ms and more that only sending needs.
    from store.messages import addresses
    from tui.plain import summary

    def render(night: Night, form: str) -> tuple[str, str]:
        return summary.render(night, form, phones=wanted.phones)

    return addresses.channels(wanted.send, render)


def _rehearse_sending(today: date, messages: Sequence[Channel], wanted: Wanted) -> bool:
    from store.messages import instance

    trouble = instance.trouble()
    if trouble is not None:
        streams.complain(trouble)
        return False
    for channel in messages:
        night = _preview(today, channel, wanted)
        if nightly.is_due(night, channel):
            would = _("{address} would get: {late} overdue, {new} of them new.")
        else:
            would = _("{address} would get nothing: there is nothing new for it.")
        counts = night.totals
        streams.complain(would.format(address=channel.label, late=counts.overdue, new=counts.new))
    return True


def _preview(today: date, channel: Channel, wanted: Wanted) -> Night:
    return nightly.preview(
        today,
        channel,
        days_soon=wanted.days_soon,
        compound_id=wanted.compound_id,
        new_only=wanted.new_only,
    )


def _say_failed(row: DeliveryRow) -> str:
    return _("{address} did not get its message: {reason}").format(
        address=row.label, reason=row.reason
    )
