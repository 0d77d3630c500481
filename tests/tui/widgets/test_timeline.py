"""Days on a line: baselines hollow, what is expected or done filled, slips and today between."""

from __future__ import annotations

from datetime import date

from tui.widgets.timeline import Mark, Scale, draw, months

JUNE = Scale(date(2026, 6, 1), date(2026, 6, 30), 30)  # a cell a day


def day(number: int) -> date:
    return date(2026, 6, number)


def test_a_slip_is_drawn_from_the_baseline_to_where_it_stands() -> None:
    marks = [Mark(day(3), day(6), True), Mark(day(10), day(10), False)]
    assert draw(marks, JUNE, day(8)) == "··○──●·│·◆····················"


def test_what_is_ahead_of_its_baseline_is_drawn_the_other_way() -> None:
    assert draw([Mark(day(9), day(5), True)], JUNE, date(2026, 7, 9)) == (
        "····●───○·····················"
    )


def test_what_lies_beyond_the_line_is_pointed_at() -> None:
    marks = [Mark(day(2), date(2026, 5, 1), True), Mark(day(28), date(2026, 8, 1), False)]
    line = draw(marks, JUNE, day(15))
    assert (line[0], line[-1]) == ("‹", "›")
    assert (line[1], line[27], line[28]) == ("○", "○", "─")


def test_a_line_of_one_day_still_has_its_mark() -> None:
    assert draw([Mark(day(1), day(1), False)], Scale(day(1), day(1), 3), day(1)) == "◆··"


def test_months_stand_over_their_first_days_where_there_is_room() -> None:
    year = Scale(date(2026, 1, 1), date(2026, 12, 31), 54)
    assert months(year).split() == [str(number) for number in range(1, 13)]
    assert months(year).index("7") == year.place(date(2026, 7, 1))
    assert len(months(Scale(date(2026, 1, 1), date(2026, 12, 31), 12))) == 12
