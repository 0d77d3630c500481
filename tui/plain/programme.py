"""The years of the programme: what holds in them, reviews, the ranking, and what if."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from store.errors import NotFound, Refused
from store.language import N_, _, listed
from store.programme import (
    money,
    next_year,
    projects,
    ranking,
    removal,
    reviews,
    supervision,
    terms,
    tranches,
    years,
)
from store.programme.models import MOST_POINTS
from store.programme.next_year import NextRow
from store.programme.ranking import RankRow, say_score
from store.programme.reviews import ReviewRow
from store.programme.supervision import SupervisionRow
from store.programme.tranches import TrancheRow
from store.programme.years import CriterionRow, YearRow
from store.text import fold, shown
from tui.plain import asked
from tui.plain.facts import write_facts
from tui.plain.output import Field, as_object, say, write_object, write_rows, write_table
from tui.plain.programme_fields import STATUS, in_fen

YEAR: Sequence[Field[YearRow]] = (
    Field("year", lambda row: row.year, N_("Year")),
    Field(
        "budget_fen",
        lambda row: row.budget,
        N_("Budget"),
        lambda row: "" if row.budget is None else money.say(row.budget),
    ),
    in_fen("project_cap", N_("Cap of a project")),
    in_fen("community_cap", N_("Cap of a community")),
    Field(
        "rural_floor",
        lambda row: row.rural_floor,
        N_("Rural floor"),
        lambda row: f"{row.rural_floor} %",
    ),
    Field("pass_mark", lambda row: row.pass_mark, N_("Pass mark")),
    Field("seed", lambda row: row.seed, N_("Seed of the draw")),
    Field(
        "criteria",
        lambda row: [each._asdict() | {"id": each.id} for each in row.criteria],
        N_("Criteria"),
        lambda row: listed(f"{each.name} {each.weight} (0–{each.most})" for each in row.criteria),
    ),
)
RANK: Sequence[Field[RankRow]] = (
    Field("place", lambda row: row.place, N_("Place"), align="right"),
    Field("id", lambda row: row.project_id, N_("No."), align="right"),
    Field("project", lambda row: row.project, N_("Project"), least=10),
    Field("community", lambda row: row.community, N_("Community"), least=8),
    Field("rural", lambda row: row.rural),
    STATUS,
    Field(
        "score",
        lambda row: None if row.score is None else say_score(row.score),
        N_("Score"),
        align="right",
    ),
    Field("reviewers", lambda row: row.reviewers, N_("Reviewers"), align="right"),
    Field(
        "passed",
        lambda row: row.passed,
        N_("Passed"),
        lambda row: {True: _("passed"), False: _("not passed"), None: ""}[row.passed],
    ),
)
REVIEW: Sequence[Field[ReviewRow]] = (
    Field("reviewer", lambda row: row.reviewer, N_("Reviewer")),
    Field("day", lambda row: row.day, N_("Day")),
    Field(
        "scores",
        lambda row: row.scores,
        N_("Points"),
        lambda row: listed(f"{name} {points}" for name, points in row.scores.items()),
        least=20,
    ),
    Field("score", lambda row: say_score(row.score), N_("Score"), align="right"),
    Field("note", lambda row: row.note, N_("Note")),
)
SUPERVISION: Sequence[Field[SupervisionRow]] = (
    Field("id", lambda row: row.id, N_("No."), align="right"),
    Field(
        "kind",
        lambda row: row.kind,
        N_("Kind"),
        lambda row: _(terms.SUPERVISION_NAMES[row.kind]),
    ),
    Field("day", lambda row: row.day, N_("Day")),
    Field("who", lambda row: row.who, N_("Who went")),
    Field("note", lambda row: row.note, N_("Note"), least=20),
)
NEXT: Sequence[Field[NextRow]] = (
    Field("place", lambda row: row.place, N_("Place"), align="right"),
    Field("id", lambda row: row.project_id, N_("No."), align="right"),
    Field("project", lambda row: row.project, N_("Project"), least=10),
    Field("community", lambda row: row.community, N_("Community"), least=8),
    Field("score", lambda row: None if row.score is None else say_score(row.score), N_("Score")),
    in_fen("now", N_("Now")),
    Field(
        "next_fen",
        lambda row: row.next,
        N_("Next"),
        lambda row: money.say(row.next) if row.next else "–",
        align="right",
    ),
)
CANCELLED: Sequence[Field[TrancheRow]] = (
    Field("tranche", lambda row: row.name, N_("Tranche")),
    Field("due", lambda row: row.due, N_("Payable on")),
    in_fen("left", N_("To be paid")),
)


def write_year(year: int, form: str) -> None:
    """Write what holds in a year, and what is committed in it."""
    sums = tranches.sums_of_year(year)
    told = {
        "granted_fen": sums.granted,
        "committed_fen": sums.committed,
        "paid_fen": sums.paid,
        "left_fen": sums.left,
        "per_community_fen": tranches.by_community(year),
    }
    write_facts(YEAR, years.get(year), form, told)
    if form == "plain":
        sentence = _("{committed} of {granted} granted is committed, {paid} is paid.")
        words = {key: money.say(getattr(sums, key)) for key in ("committed", "granted", "paid")}
        say(sentence.format(**words))


def change_year(year: int, said: dict[str, Any], form: str) -> None:
    """Set of a year what the options say. Raises StoreErrors."""
    seen = years.get(year)
    amounts = {
        key: money.parse(said[key])
        for key in ("budget", "project_cap", "community_cap")
        if said[key] is not None
    }
    others = {
        key: said[key] for key in ("rural_floor", "pass_mark", "seed") if said[key] is not None
    }
    kept = {key: getattr(seen, key) for key in ("budget", *YearRow._fields[2:7])}
    years.change(seen, **{**kept, **amounts, **others})
    write_year(year, form)


def set_criteria(year: int, typed: Sequence[str], form: str) -> None:
    """Let the projects of a year be reviewed by these. Raises StoreErrors."""
    years.set_criteria(year, [_criterion(text) for text in typed])
    write_year(year, form)


def write_ranking(year: int, form: str) -> None:
    """Write who did best in a year."""
    shown_keys = [field.key for field in RANK if field.title]
    write_rows(RANK, shown_keys, ranking.ranking(year), form)


def write_reviews(project: str, form: str) -> None:
    """Write the reviews of a project, its visits and trainings. Raises StoreErrors."""
    row = projects.find(project)
    found, given = reviews.of_project(row.id), supervision.of_project(row.id)
    if form == "json":
        write_object(
            {
                "project": row.name,
                "reviews": [as_object(REVIEW, each) for each in found],
                "supervision": [as_object(SUPERVISION, each) for each in given],
            }
        )
        return
    if not found and not given:
        say(_("Nobody has reviewed {project} yet.").format(project=row.name))
    if found:
        write_table(REVIEW, found)
    if found and given:
        say()
    if given:
        write_table(SUPERVISION, given)


def record(
    project: str,
    reviewer: str,
    points: Sequence[str],
    on: str | None,
    note: str,
    today: date,
    form: str,
) -> None:
    """Note what a reviewer found. Raises StoreErrors."""
    row = projects.find(project)
    day = asked.day(on, today, past=True) or today
    reviews.record(row.id, reviewer, day, _all_points(points), note, today)
    write_reviews(f"#{row.id}", form)


def remove_review(project: str, reviewer: str, form: str) -> None:
    """Take a review away. Raises StoreErrors."""
    row = projects.find(project)
    for review in reviews.of_project(row.id):
        if fold(review.reviewer) == fold(reviewer):
            reviews.remove(review.id)
            write_reviews(f"#{row.id}", form)
            return
    sentence = _("{reviewer} has not reviewed {project}.")
    words = {"reviewer": shown(reviewer), "project": row.name}
    raise NotFound(_("No such review"), sentence.format(**words))


def log(
    project: str, kind: str, on: str | None, who: str, note: str, today: date, form: str
) -> None:
    """Note a visit or a training. Raises StoreErrors."""
    row = projects.find(project)
    supervision.log(row.id, kind, asked.day(on, today, past=True) or today, who, note, today)
    write_reviews(f"#{row.id}", form)


def supervise(project: str, reason: str, today: date) -> None:
    """Put a project under supervision. Raises StoreErrors."""
    row = projects.find(project)
    supervision.supervise(row.id, reason, today)
    say(_("{project} is under supervision.").format(project=row.name))


def release(project: str, today: date) -> None:
    """Let a supervised project run on by itself. Raises StoreErrors."""
    row = projects.find(project)
    supervision.release(row.id, today)
    say(_("{project} runs on by itself.").format(project=row.name))


def remove(project: str, reason: str, today: date, form: str, *, dry_run: bool) -> None:
    """Remove a project from the funding, or only say what that would free. Raises StoreErrors."""
    row = projects.find(project)
    planned = removal.preview(row.id) if dry_run else removal.remove(row.id, reason, today)
    if form == "json":
        told = [as_object(CANCELLED, each) for each in planned.cancelled]
        freed = {"project": row.name, "cancelled": told, "freed_fen": planned.freed}
        write_object(freed | {"done": not dry_run})
        return
    if planned.cancelled:
        write_table(CANCELLED, planned.cancelled)
    sentence = (
        _("Removing {project} would free {freed}. Nothing was changed.")
        if dry_run
        else _("{project} is removed from the funding: {freed} is free again.")
    )
    say(sentence.format(project=row.name, freed=money.say(planned.freed)))


def write_what_if(year: int, budget: str | None, keep: int | None, form: str) -> None:
    """Write the next year with fewer and larger grants. Raises StoreErrors."""
    found = next_year.what_if(year, None if budget is None else money.parse(budget), keep)
    if form == "json":
        write_object(
            {
                "year": found.year,
                "budget_fen": found.budget,
                "projects": found.projects,
                "next_projects": found.next_projects,
                "mean_fen": found.mean,
                "next_mean_fen": found.next_mean,
                "left_fen": found.left,
                "rows": [as_object(NEXT, each) for each in found.rows],
            }
        )
        return
    write_table(NEXT, found.rows)
    sentence = _(
        "{before} projects with {mean} on average would be {after} with {next_mean}; "
        "{left} of {budget} would be left."
    )
    amounts = {"mean": found.mean, "next_mean": found.next_mean, "left": found.left}
    words = {key: money.say(fen) for key, fen in (amounts | {"budget": found.budget}).items()}
    say(sentence.format(before=found.projects, after=found.next_projects, **words))


def _criterion(text: str) -> CriterionRow:
    """A criterion as it is typed: `参与=60`, or `财务=40/10` for at most 10 points."""
    name, sign, numbers = text.rpartition("=")
    weight, _slash, most = numbers.partition("/")
    if not sign or not weight.strip().isdecimal() or not (most.strip() or "1").isdecimal():
        sentence = _("“{typed}” is not clear. Please write it like 参与=60 or 财务=40/10.")
        raise Refused(_("Criteria"), sentence.format(typed=shown(text)))
    return CriterionRow(name, _whole(weight), _whole(most) if most.strip() else 100)


def _all_points(typed: Sequence[str]) -> dict[str, int]:
    found = dict(map(_points, typed))
    if len(found) < len(typed):
        raise Refused(_("Review"), _("One criterion is named twice."))
    return found


def _points(text: str) -> tuple[str, int]:
    name, sign, number = text.rpartition("=")
    if not sign or not number.strip().isdecimal():
        sentence = _("“{typed}” is not clear. Please write it like 参与=80.")
        raise Refused(_("Review"), sentence.format(typed=shown(text)))
    return name.strip(), _whole(number)


def _whole(digits: str) -> int:
    """A number, that of too many digits as one that is too large."""
    number = digits.strip()
    return int(number) if len(number) < 9 else MOST_POINTS + 1
