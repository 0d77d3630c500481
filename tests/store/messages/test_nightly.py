"""What a nightly run tells, when the ladder, the compounds or the clock change between two runs."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from store import calendar, history, runs
from store.errors import Unusable
from store.messages import addresses, nightly, standing
from store.messages.nightly import Channel, Undelivered, Unsure
from store.neighbours import compounds, households, plan
from store.opendays import CalendarDay
from store.sharing import inventory, lending, steps
from store.sharing.models import Notice
from store.sharing.summary import Night
from tests.conftest import TODAY
from tests.store.farm import series_sample as rota
from tests.store.sharing.conftest import Yard, yard

__all__ = ["yard"]

DAY = timedelta(days=1)


class Receiver:
    """A channel that keeps the items that were news to it, and raises its `trouble` if any."""

    is_message = True

    def __init__(self, name: str) -> None:
        self.key = self.label = name
        self.trouble: Exception | None = None
        self.numbers: list[str] = []
        self.news: list[str] = []

    def deliver(self, night: Night, *, number: str, again: bool) -> None:
        self.numbers.append(number)
        if self.trouble is not None:
            raise self.trouble
        self.news += [row.item for row in night.late_rows() if row.new]


def run(today: date, *channels: Channel, compound_id: int | None = None) -> list[str]:
    outcome = nightly.run(today, channels, days_soon=7, compound_id=compound_id)
    return [row.state for row in outcome.deliveries]


def lend(item: int, borrower: int, days_late: int) -> None:
    due = TODAY - days_late * DAY
    lending.check_out(item, borrower, TODAY, lent_on=due - DAY, due_on=due)


def states() -> dict[int, str]:
    return {row.step: row.state for row in Notice.select()}


@pytest.fixture
def second_yard(yard: Yard) -> int:
    """A compound in which a ladder is 8 days late, as the oven of the first is."""
    second = compounds.create("Second Yard", plan.parse("9: 2 x 2"))
    ladder = inventory.add_item(households.find("9-101").id, name="梯子", category="工具")
    lend(ladder, households.find("9-202").id, 8)
    lend(yard.oven, yard.borrower, 8)
    return second


def test_who_has_not_heard_of_a_step_that_was_removed_hears_of_the_lower_one_once(
    yard: Yard,
) -> None:
    lend(yard.oven, yard.borrower, 8)
    early, late = Receiver("early"), Receiver("late")
    run(TODAY, early)
    steps.remove(7)
    for night in range(1, 4):
        run(TODAY + night * DAY, early, late)
    assert (early.news, late.news) == (["烤箱"], ["烤箱"])


def test_a_step_that_was_removed_before_it_went_out_is_skipped(yard: Yard) -> None:
    lend(yard.oven, yard.borrower, 8)
    receiver = Receiver("a")
    receiver.trouble = Undelivered("Refused", "The other side refused.")
    run(TODAY, receiver)
    assert states() == {1: "skipped", 7: "pending"}
    steps.remove(7)
    receiver.trouble = None
    run(TODAY, receiver)
    assert states() == {1: "sent", 7: "skipped"}
    assert receiver.news == ["烤箱"]


def test_a_ladder_whose_last_rung_was_undone_tells_what_is_late_and_no_news(yard: Yard) -> None:
    lend(yard.oven, yard.borrower, 8)
    steps.change(3, "ask")
    put_in = history.latest(1)[0].id
    for rung in (1, 7, 14, 30):
        steps.remove(rung)
    history.undo(put_in)
    receiver = Receiver("a")
    assert run(TODAY, receiver) == ["sent"]
    assert receiver.news == []


def test_what_one_compound_was_told_is_no_news_when_all_are(second_yard: int) -> None:
    receiver = Receiver("a")
    run(TODAY, receiver, compound_id=second_yard)
    assert receiver.news == ["梯子"]
    run(TODAY, receiver)
    assert receiver.news == ["梯子", "烤箱"]


def test_what_was_interrupted_is_repeated_first_whichever_compound_is_asked(
    second_yard: int,
) -> None:
    receiver = Receiver("a")
    receiver.trouble = Unsure("Unsure", "No answer came.")
    run(TODAY, receiver)
    receiver.trouble = None
    run(TODAY, receiver, compound_id=second_yard)
    assert receiver.numbers[0] == receiver.numbers[1]
    assert sorted(receiver.news) == ["梯子", "烤箱"]


def test_a_day_that_is_told_again_after_a_later_one_brings_no_news(yard: Yard) -> None:
    lend(yard.oven, yard.borrower, 8)
    receiver = Receiver("a")
    for today in (TODAY, TODAY - 5 * DAY, TODAY):
        run(today, receiver)
    assert receiver.news == ["烤箱"]


def test_a_store_that_is_written_for_too_long_stops_no_other_channel(yard: Yard) -> None:
    lend(yard.oven, yard.borrower, 8)
    first, second = Receiver("a"), Receiver("b")
    first.trouble = Unusable("Busy", "Somebody else is writing.")
    assert run(TODAY, first, second) == ["failed", "sent"]


def test_a_clock_that_was_ahead_hides_neither_a_failure_nor_a_missed_run(
    yard: Yard, monkeypatch: pytest.MonkeyPatch
) -> None:
    lend(yard.oven, yard.borrower, 8)
    now = calendar.moment()
    receiver = Receiver("a")
    with monkeypatch.context() as clock:
        clock.setattr(calendar, "now", lambda: "2099-01-01T00:00:00Z")
        run(TODAY, receiver)
    last = runs.last()
    assert last is not None
    assert last.is_missed(now)
    receiver.trouble = Undelivered("Refused", "The other side refused.")
    run(TODAY + DAY, receiver)
    (trouble,) = standing.troubles(now)
    assert "The other side refused." in trouble


def test_what_an_address_is_owed_is_told_until_it_arrives_whatever_else_is_run(yard: Yard) -> None:
    lend(yard.oven, yard.borrower, 8)
    group = Receiver(f"address:{addresses.add('group', 'json://127.0.0.1:9').id}")
    group.trouble = Undelivered("Refused", "The other side refused.")
    run(TODAY, group)
    run(TODAY, Receiver("other"))
    now = calendar.moment()
    assert len(standing.troubles(now)) == 1
    group.trouble = None
    run(TODAY + DAY, group)
    assert standing.troubles(now) == ()


def test_a_night_lays_shifts_out_and_lets_them_go_by_holidays_announced_since(store: Path) -> None:
    watering = rota.add(closed_days="holidays")
    weeks = len(rota.days(watering))
    place = rota.place(rota.shift_on(watering, rota.TUESDAY), "王芳")
    CalendarDay.create(day=rota.TUESDAY, kind="holiday", name="Garden Day")
    run(TODAY)
    assert rota.days(watering, "cancelled") == [rota.TUESDAY]
    assert rota.state_of(place) == "excused"
    run(TODAY + 7 * DAY)
    assert len(rota.days(watering)) == weeks
