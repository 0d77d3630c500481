"""Proposals and their votes: one by itself, its ballots, its result, its tally."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from store.database import transaction
from store.errors import NotFound, Refused, StoreError
from store.exchange import folder
from store.exchange.files import private
from store.exchange.kinds import (
    CHOICE_WORDS,
    RULE_WORDS,
    RURAL_WORDS,
    value,
)
from store.language import N_, _, listed, ngettext
from store.programme import (
    adoption,
    ballots,
    closing,
    corrections,
    counting,
    money,
    projects,
    proposals,
    rolls,
    tally,
    terms,
)
from store.programme.proposals import ProposalRow, ProposalValues
from store.programme.rolls import RollRow
from store.programme.tally import Recount
from store.text import fold, shown
from tui.plain import asked
from tui.plain.facts import write_facts
from tui.plain.output import Field, as_object, say, write_object, write_rows
from tui.plain.programme_fields import DIMENSIONS, TOWN_OR_VILLAGE, in_fen
from tui.plain.streams import hear_utf8, speak_utf8

SHORT = {"y": "yes", "n": "no", "0": "abstain"}

PROPOSAL: Sequence[Field[ProposalRow]] = (
    Field("id", lambda row: row.id, N_("No.")),
    Field("year", lambda row: row.year, N_("Year")),
    Field("proposal", lambda row: row.name, N_("Proposal")),
    Field("community", lambda row: row.community, N_("Community")),
    Field("compound", lambda row: row.compound, N_("Compound")),
    Field("organisation", lambda row: row.organisation, N_("Organisation")),
    DIMENSIONS,
    TOWN_OR_VILLAGE,
    in_fen("cost", N_("Amount")),
    Field("proposer", lambda row: row.proposer, N_("Proposer")),
    Field(
        "state",
        lambda row: row.state,
        N_("State"),
        lambda row: _(terms.PROPOSAL_STATE_NAMES[row.state]),
    ),
    Field("rule", lambda row: row.rule, N_("Rule"), lambda row: _(terms.RULE_NAMES[row.rule])),
    Field("quorum", lambda row: row.quorum, N_("Quorum"), lambda row: f"{row.quorum} %"),
    Field(
        "secret", lambda row: row.secret, N_("Vote"), lambda row: _(terms.SECRECY_NAMES[row.secret])
    ),
    Field("opens_on", lambda row: row.opens_on, N_("From")),
    Field("closes_on", lambda row: row.closes_on, N_("To")),
    Field("roll", lambda row: row.roll, N_("On the roll"), lambda row: str(row.roll or "")),
    Field("cast", lambda row: row.cast, N_("Have voted"), lambda row: str(row.cast or "")),
    Field("yes", lambda row: row.yes, N_("For"), lambda row: str(row.yes or "")),
    Field("no", lambda row: row.no, N_("Against"), lambda row: str(row.no or "")),
    Field("abstain", lambda row: row.abstain, N_("Abstain"), lambda row: str(row.abstain or "")),
    Field(
        "outcome",
        lambda row: row.outcome,
        N_("Outcome"),
        lambda row: _(terms.OUTCOME_NAMES[row.outcome]) if row.outcome else "",
    ),
    Field("tally", lambda row: row.tally, N_("Tally")),
    Field("project_id", lambda row: row.project_id),
    Field("note", lambda row: row.note, N_("Note")),
)
DOOR: Sequence[Field[RollRow]] = (
    Field("household", lambda row: row.address, N_("Household")),
    Field("name", lambda row: row.name, N_("Name")),
    Field(
        "choice",
        lambda row: row.choice,
        N_("Ballot"),
        lambda row: _(terms.CHOICE_NAMES[row.choice]) if row.choice else "",
    ),
    Field(
        "cast_as",
        lambda row: row.cast_as,
        N_("Way"),
        lambda row: _(terms.CAST_NAMES[row.cast_as]) if row.cast_as else "",
    ),
    Field("proxy", lambda row: row.proxy, N_("Proxy")),
    Field("witness", lambda row: row.witness, N_("Witness")),
    Field("reason", lambda row: row.reason, N_("Corrected")),
)


class _Hand(NamedTuple):
    """One line of a meeting: a door, what it says, and by whom."""

    door: str
    choice: str
    proxy: str = ""
    witness: str = ""


def write(text: str, form: str) -> None:
    """Write one proposal. Raises StoreErrors."""
    write_facts(PROPOSAL, proposals.find(text), form)


def add(said: dict[str, Any], form: str) -> None:
    """Write a proposal down. Raises StoreErrors."""
    empty = ProposalValues(said["year"], said["name"], said["community"])
    write(f"#{proposals.add(_changed(empty, said))}", form)


def edit(text: str, said: dict[str, Any], form: str) -> None:
    """Change of a proposal what the options say. Raises StoreErrors."""
    row = proposals.find(text)
    proposals.edit(row, _changed(row.values, said))
    write(f"#{row.id}", form)


def withdraw(text: str, form: str) -> None:
    """Take a proposal back. Raises StoreErrors."""
    row = proposals.find(text)
    proposals.withdraw(row.id)
    write(f"#{row.id}", form)


def adopt(text: str, today: date) -> None:
    """Make an adopted proposal a project. Raises StoreErrors."""
    row = proposals.find(text)
    project = projects.get(adoption.adopt(row.id, today))
    sentence = _("{proposal} is project {number} of {year} now.")
    say(sentence.format(proposal=row.name, number=f"#{project.id}", year=project.year))


def open_vote(
    text: str,
    first: str | None,
    last: str | None,
    units: Sequence[str],
    without_vacant: bool,
    today: date,
) -> None:
    """Open the vote on a proposal. Raises StoreErrors."""
    row = proposals.find(text)
    opens_on = asked.day(first, today, past=False) or today
    closes_on = asked.day(last, today, past=False) or opens_on
    count = rolls.open_vote(
        row.id, opens_on, closes_on, today, without_vacant=without_vacant, units=units
    )
    sentence = ngettext(
        "The vote on {proposal} is open: {count} household is on the roll.",
        "The vote on {proposal} is open: {count} households are on the roll.",
        count,
    )
    say(sentence.format(proposal=row.name, count=count))


def cast(
    text: str,
    door: str | None,
    choice: str | None,
    proxy: str,
    witness: str,
    today: date,
    form: str,
) -> None:
    """Enter a ballot, or all that standard input names, a line each: all of them or none.

    A line is `3-502 y`, and may go on with `proxy NAME` or `paper WITNESS`. Raises StoreErrors.
    """
    row = proposals.find(text)
    if door is None or choice is None:
        hear_utf8()
        try:
            _cast_all(row, sys.stdin, today)
        except UnicodeDecodeError:
            sentence = _("Nothing was entered: what came in is no text in UTF-8.")
            raise Refused(_("Vote"), sentence) from None
    else:
        ballots.cast(row.id, door, _choice(choice), today, proxy=proxy, witness=witness)
    _write_standing(row.id, form)


def correct(text: str, door: str, choice: str, reason: str, today: date, form: str) -> None:
    """Put a ballot right. Raises StoreErrors."""
    row = proposals.find(text)
    entry = rolls.entry(row.id, door)
    ballots.correct(entry.entry_id, _choice(choice), reason, today)
    _write_standing(row.id, form)


def take_back(text: str, door: str, form: str) -> None:
    """Let a household not have voted. Raises StoreErrors."""
    row = proposals.find(text)
    ballots.take_back(rolls.entry(row.id, door).entry_id)
    _write_standing(row.id, form)


def tick(text: str, doors: Sequence[str], proxy: str, witness: str, today: date, form: str) -> None:
    """Tick households off in a secret vote, all or none. Raises StoreErrors."""
    row = proposals.find(text)
    with transaction():
        for door in doors:
            ballots.tick(row.id, door, today, proxy=proxy, witness=witness)
    _write_standing(row.id, form)


def count_papers(text: str, yes: int, no: int, abstain: int, today: date, form: str) -> None:
    """Count papers of a secret vote. Raises StoreErrors."""
    row = proposals.find(text)
    ballots.count_papers(row.id, {"yes": yes, "no": no, "abstain": abstain}, today)
    _write_standing(row.id, form)


def count_anew(text: str, form: str) -> None:
    """Throw the count of the papers away, to begin again. Raises StoreErrors."""
    row = proposals.find(text)
    ballots.count_anew(row.id)
    _write_standing(row.id, form)


def extend(text: str, last: str, today: date, form: str) -> None:
    """Let the vote go on until a later day. Raises StoreErrors."""
    row = proposals.find(text)
    day = asked.day(last, today, past=False)
    assert day is not None  # a text was given
    rolls.extend(row.id, day, today)
    write(f"#{row.id}", form)


def close(text: str, today: date, form: str, *, dry_run: bool) -> None:
    """Close a vote for good, or only say what that would decide. Raises StoreErrors."""
    row = proposals.find(text)
    found = closing.preview(row.id, today) if dry_run else closing.close(row.id, today)
    _write_result(found, form, done=not dry_run)


def write_result(text: str, form: str) -> None:
    """Write what came of a closed vote, and the corrections made in it. Raises StoreErrors."""
    row = proposals.find(text)
    _write_result(closing.result(row.id), form, done=True)


def write_roll(text: str, form: str, *, missing: bool) -> None:
    """Write who may vote and how they did, or who has not. Raises StoreErrors."""
    row = proposals.find(text)
    found = rolls.missing(row.id) if missing else rolls.roll(row.id)
    keys = ("household", "name") if missing else tuple(field.key for field in DOOR)
    write_rows(DOOR, keys, found, form)


def write_tally(text: str, file: str | None) -> None:
    """Write the tally of a closed vote to a new file, or to standard output. Raises StoreErrors."""
    row = proposals.find(text)
    found = tally.lines(row.id)
    if file is None or file == "-":
        speak_utf8()
        for line in found:
            sys.stdout.write(line + "\n")
        return
    path = folder.target(Path(file))
    with open(path, "x", encoding="utf-8", newline="\n", opener=private) as new:
        new.writelines(line + "\n" for line in found)
    say(_("The tally ends with {hash}.").format(hash=row.tally))


def recount(file: str, form: str) -> None:
    """Count a tally file anew; no store is needed. Raises StoreErrors."""
    try:
        if file == "-":
            hear_utf8()
            found = tally.recount(sys.stdin)
        else:
            with Path(file).open(encoding="utf-8", newline="\n") as there:
                found = tally.recount(there)
    except UnicodeDecodeError:
        raise Refused(_("Tally"), _("This is no tally: it is no text in UTF-8.")) from None
    if form == "json":
        told = found._asdict() | {"votes": found.votes._asdict()}
        write_object(told)
        return
    _say_recount(found)


def _say_recount(found: Recount) -> None:
    say(f"{found.proposal} ({found.year})")
    say(counting.say(found.outcome, found.rule, found.quorum, found.votes))
    say(_("The chain holds. It ends with {hash}.").format(hash=found.hash))


def _write_standing(proposal_id: int, form: str) -> None:
    row = proposals.get(proposal_id)
    if form == "json":
        write_object(as_object(PROPOSAL, row))
        return
    sentence = _("{cast} of {roll} have voted: {yes} for, {no} against, {abstain} abstain.")
    words = {key: getattr(row, key) for key in ("cast", "roll", "yes", "no", "abstain")}
    say(sentence.format(**words))


def _write_result(found: closing.Result, form: str, *, done: bool) -> None:
    corrected = corrections.corrections(found.proposal.id)
    if form == "json":
        write_object(
            {
                "proposal": found.proposal.name,
                "outcome": found.outcome,
                "why": found.why,
                **found.votes._asdict(),
                "uncounted": found.uncounted,
                "tally": found.tally if done else None,
                "corrections": [each._asdict() for each in corrected],
                "done": done,
            }
        )
        return
    say(found.why)
    if found.uncounted:
        sentence = ngettext(
            "{count} household voted whose paper nobody counted.",
            "{count} households voted whose papers nobody counted.",
            found.uncounted,
        )
        say(sentence.format(count=found.uncounted))
    for each in corrected:
        sentence = _("Corrected by {who}: {address} from {before} to {after} ({reason})")
        if not each.after:
            sentence = _("Taken back by {who}: {address}, {before}")
        said = {key: _(terms.CORRECTED_NAMES[getattr(each, key)]) for key in ("before", "after")}
        words = {"who": each.who, "address": each.address, "reason": each.reason}
        say(sentence.format(**said, **words))
    if done:
        say(_("Both counts agree. The tally ends with {hash}.").format(hash=found.tally))
    else:
        say(_("Nothing was changed. Closing is final."))


def _cast_all(row: ProposalRow, lines: Iterable[str], today: date) -> None:
    """Enter every line, or say of each that is wrong why."""
    wrong: list[str] = []
    with transaction():
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                hand = _read(line)
                ballots.cast(
                    row.id,
                    hand.door,
                    hand.choice,
                    today,
                    proxy=hand.proxy,
                    witness=hand.witness,
                )
            except StoreError as refused:
                sentence = _("line {number}: {why}")
                wrong.append(sentence.format(number=number, why=refused.sentence))
        if wrong:
            told = " ".join(wrong)
            raise Refused(_("Vote"), _("Nothing was entered. {wrong}").format(wrong=told))


def _read(line: str) -> _Hand:
    door, choice, word, name = [*line.split(maxsplit=3), "", "", ""][:4]
    if word and (fold(word) not in ("proxy", "代投", "paper", "纸票") or not name.strip()):
        sentence = _("“{typed}” is not clear. Please write it like “3-502 y proxy 李梅”.")
        raise Refused(_("Vote"), sentence.format(typed=shown(line.strip())))
    if fold(word) in ("proxy", "代投"):
        return _Hand(door, _choice(choice), proxy=name.strip())
    return _Hand(door, _choice(choice), witness=name.strip())


def _choice(text: str) -> str:
    found = SHORT.get(fold(text).strip()) or value(text, CHOICE_WORDS)
    if found is None:
        sentence = _("“{typed}” is no choice. Please write y, n or 0.")
        raise Refused(_("Vote"), sentence.format(typed=shown(text)))
    return found


def _changed(values: ProposalValues, said: dict[str, Any]) -> ProposalValues:
    """The values with what the options say; an option that was not given changes nothing."""
    given = {key: text for key, text in said.items() if text is not None}
    if "dimensions" in given:
        given["dimensions"] = terms.parse_dimensions(given["dimensions"])
    if "cost" in given:
        given["cost"] = money.parse(given["cost"], least=1)
    if "rural" in given:
        given["rural"] = value(given["rural"], RURAL_WORDS) == "rural"
    if "rule" in given:
        rule = value(given["rule"].replace("-", "_"), RULE_WORDS)
        if rule is None:
            sentence = _("There is no rule “{rule}”; there are {known}.")
            words = {"rule": shown(given["rule"]), "known": listed(RULE_WORDS)}
            raise NotFound(_("No such rule"), sentence.format(**words))
        given["rule"] = rule
    return values._replace(**given)
