"""The tally file: anybody can recount it, and whatever was changed in it shows."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from store.database import close_store, db
from store.errors import Invalid, NotFound, Refused
from store.neighbours import compounds, households, plan
from store.neighbours.models import Household
from store.programme import ballots, closing, proposals, rolls, tally
from store.sharing.rules import refuse_vacating
from tests.conftest import TODAY, open_fresh
from tests.store.programme.making import YARD, opened, proposal, voted

Lines = list[str]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[bool, Lines]:
    """The tally of an open vote, and under True that of a secret one."""
    open_fresh(tmp_path_factory.mktemp("tally") / "desk.db")
    compounds.create(YARD, plan.parse("1: 4 x 3"))
    found = {}
    for secret, name in ((False, "种“树”\\ & 花"), (True, "秘密")):
        proposal_id = opened(name, secret=secret, quorum=30)
        if secret:
            for row in rolls.roll(proposal_id)[:7]:
                ballots.tick(proposal_id, row.address, TODAY)
            ballots.count_papers(proposal_id, {"no": 2, "yes": 3, "abstain": 1}, TODAY)
        else:
            voted(proposal_id, "yynyn0y")
        closing.close(proposal_id, TODAY)
        found[secret] = list(tally.lines(proposal_id))
    close_store()
    return found


def by_the_docstring(lines: Lines) -> list[dict[str, Any]]:
    """The records of a tally, read as a stranger would who was told the format."""
    last, records = "0" * 64, []
    for line in lines:
        found, text = line[:64], line[65:]
        assert line[64] == " "
        assert hashlib.sha256(f"{last}\n{text}".encode()).hexdigest() == found
        records.append(json.loads(text))
        last = found
    return records


def chained(records: Sequence[Any]) -> Lines:
    """A tally whose chain holds, whatever it says: as a forger would write it."""
    last, lines = "0" * 64, []
    for record in records:
        text = record if isinstance(record, str) else json.dumps(record, ensure_ascii=False)
        last = hashlib.sha256(f"{last}\n{text}".encode()).hexdigest()
        lines.append(f"{last} {text}")
    return lines


def refused(lines: Lines) -> str:
    with pytest.raises(Invalid) as refusal:
        tally.recount(lines)
    return refusal.value.sentence


# What is in it


@pytest.mark.usefixtures("compound")
def test_the_tally_of_an_open_vote_tells_every_door() -> None:
    trees = opened(units=("1",))
    voted(trees, "yn0y")
    ballots.cast(trees, "1-202", "no", TODAY, proxy="李梅")
    ballots.cast(trees, "1-203", "yes", TODAY, witness="王强")
    found = closing.close(trees, TODAY)
    lines = list(tally.lines(trees))
    header, *doors, result = by_the_docstring(lines)
    assert (header["proposal"], header["roll"], header["voted"]) == ("种树", 12, 6)
    assert (header["cost_fen"], header["rule"], header["quorum"]) == (50_000_00, "majority", 50)
    assert [door["door"] for door in doors] == [row.address for row in rolls.roll(trees)]
    assert doors[0] == {"door": "1-101", "voted": "present", "choice": "yes"}
    assert [doors[place]["voted"] for place in (4, 5)] == ["proxy", "paper"]
    assert doors[6] == {"door": "1-301"}
    assert result == found.votes._asdict() | {"outcome": "adopted", "closed_on": "2026-11-23"}
    assert lines[-1][:64] == found.tally == proposals.get(trees).tally
    assert tally.recount(lines).hash == found.tally
    # No name of a neighbour is told to all.
    assert not any("李梅" in line or "王强" in line for line in lines)


@pytest.mark.usefixtures("compound")
def test_the_tally_of_a_secret_vote_tells_papers_and_no_doors() -> None:
    secret = opened(units=("1",), secret=True)
    for row in rolls.roll(secret)[:7]:
        ballots.tick(secret, row.address, TODAY)
    for choice in ("no", "abstain", "yes", "no", "yes", "yes"):
        ballots.count_paper(secret, choice, TODAY)
    closing.close(secret, TODAY)
    header, *papers, result = by_the_docstring(list(tally.lines(secret)))
    said = ["yes"] * 3 + ["no"] * 2 + ["abstain"]
    assert papers == [{"choice": choice} for choice in said]
    assert (header["voted"], result["cast"]) == (7, 7)


@pytest.mark.usefixtures("compound")
def test_the_tally_is_the_same_each_time_whatever_comes_later() -> None:
    trees = opened(units=("1",))
    voted(trees, "yyyyyyn")
    closing.close(trees, TODAY)
    lines = list(tally.lines(trees))
    row = proposals.get(trees)
    proposals.edit(row, row.values._replace(note="东门", proposer="李梅", organisation="营造社"))
    Household.insert(unit=1, door="100", floor=0, position=1).execute()
    Household.update(floor=9).where(Household.id == 1).execute()
    first = households.find("1-101")
    households.edit(first, name="王家", kind="shop", note="", refuse_vacating=refuse_vacating)
    assert list(tally.lines(trees)) == lines
    Household.update(door="109").where(Household.id == 1).execute()
    with pytest.raises(Refused, match="is not what it was at closing"):
        tally.lines(trees)


@pytest.mark.usefixtures("compound")
def test_only_a_closed_vote_has_a_tally() -> None:
    with pytest.raises(Refused, match="still open"):
        tally.lines(opened())
    with pytest.raises(Refused, match="has not been opened yet"):
        tally.lines(proposal("楼道灯"))
    with pytest.raises(NotFound):
        tally.lines(99)


# Recounting


@pytest.mark.parametrize("secret", [False, True])
def test_recounting_needs_no_store(files: dict[bool, Lines], secret: bool) -> None:
    assert db.obj is None or db.is_closed()
    found = tally.recount(files[secret])
    header, *said, result = by_the_docstring(files[secret])
    piles = Counter(record.get("choice") for record in said)
    assert found.votes._asdict() == {key: result[key] for key in found.votes._fields}
    assert (found.votes.yes, found.votes.no) == (piles["yes"], piles["no"])
    assert (found.outcome, found.secret) == ("adopted", secret)
    assert (found.proposal, found.year) == (header["proposal"], 2026)
    assert found.hash == files[secret][-1][:64]


def test_line_ends_of_another_system_change_nothing(files: dict[bool, Lines]) -> None:
    for end in ("\n", "\r\n"):
        assert tally.recount(line + end for line in files[False]).votes.cast == 7


@settings(max_examples=60)
@given(st.booleans(), st.data())
def test_one_changed_character_shows(
    files: dict[bool, Lines], secret: bool, data: st.DataObject
) -> None:
    lines = list(files[secret])
    place = data.draw(st.integers(0, len(lines) - 1))
    line = lines[place]
    at = data.draw(st.integers(0, len(line)))
    cut = data.draw(st.integers(0, 2))
    changed = line[:at] + data.draw(st.text(max_size=2)) + line[at + cut :]
    assume(changed.removesuffix("\n").removesuffix("\r") != line)
    lines[place] = changed
    assert refused(lines).startswith(f"Line {place + 1}: its hash does not fit")


@given(st.booleans(), st.data())
def test_a_line_taken_out_moved_or_said_twice_shows(
    files: dict[bool, Lines], secret: bool, data: st.DataObject
) -> None:
    lines = list(files[secret])
    places = st.integers(0, len(lines) - 1)
    one, other = data.draw(places), data.draw(places)
    how = data.draw(st.sampled_from(("out", "swap", "twice", "cut")))
    if how == "out":
        del lines[one]
    elif how == "swap":
        assume(one != other)
        lines[one], lines[other] = lines[other], lines[one]
    elif how == "twice":
        lines.insert(other, lines[one])
    else:
        del lines[one:]
    assert refused(lines)


@given(st.booleans(), st.data())
def test_a_file_cut_anywhere_shows(
    files: dict[bool, Lines], secret: bool, data: st.DataObject
) -> None:
    whole = "".join(line + "\n" for line in files[secret])
    cut = whole[: data.draw(st.integers(0, len(whole) - 2))]
    assert refused(cut.splitlines(keepends=True))


@pytest.mark.parametrize("lines", [[], [""], ["\n"], ["hello"], ["0" * 64], ["0" * 64 + " {}"]])
def test_what_is_no_tally_is_refused(lines: Lines) -> None:
    assert refused(lines).startswith("Line 1: ")


Forgery = Callable[[list[dict[str, Any]]], None]

# What a forger might do who writes the whole chain anew; the places are those of the open vote.
FORGERIES: dict[str, tuple[Forgery, str]] = {
    "a ballot turned": (lambda file: file[1].update(choice="no"), "what the ballots add up to"),
    "a result turned": (lambda file: file[-1].update(yes=9), "what the ballots add up to"),
    "an outcome turned": (lambda file: file[-1].update(outcome="rejected"), "add up to"),
    "a higher quorum": (lambda file: file[0].update(quorum=90), "add up to"),
    "a door twice": (lambda file: file[2].update(door="1-101"), "one that stood before"),
    "a door less": (lambda file: file.pop(-2), "other doors than it says"),
    "a larger roll": (lambda file: file[0].update(roll=13), "add up to"),
    "more voted": (lambda file: file[0].update(voted=8), "other ballots than households"),
    "no such choice": (lambda file: file[1].update(choice="maybe"), "no ballot"),
    "a choice nobody cast": (lambda file: file[8].update(choice="yes"), "no ballot"),
    "cast some other way": (lambda file: file[1].update(voted="by fax"), "no ballot"),
    "a door that is a number": (lambda file: file[1].update(door=101), "names no door"),
    "another format": (lambda file: file[0].update(format="other"), "no tally that Qiaomen wrote"),
    "another rule": (lambda file: file[0].update(rule="lot"), "no tally that Qiaomen wrote"),
    "a roll in words": (lambda file: file[0].update(roll="12"), "no tally that Qiaomen wrote"),
    "no header": (lambda file: file.pop(0), "no tally that Qiaomen wrote"),
    "no result": (lambda file: file.pop(), "it is cut short"),
    "something more": (lambda file: file.append({"door": "9-9"}), "behind the result"),
}


@pytest.mark.parametrize("forgery", FORGERIES.values(), ids=FORGERIES.keys())
def test_a_chain_that_holds_is_not_enough(
    files: dict[bool, Lines], forgery: tuple[Forgery, str]
) -> None:
    records = by_the_docstring(files[False])
    change, said = forgery
    change(records)
    assert said in refused(chained(records))


@pytest.mark.parametrize(
    "change",
    [
        lambda file: file[1].update(door="1-101"),
        lambda file: file[1].update(choice=None),
        lambda file: (file[0].update(voted=5), file[-1].update(cast=5)),
        lambda file: (file[0].update(voted=13), file[-1].update(cast=13)),
    ],
)
def test_a_secret_chain_that_holds_is_not_enough(files: dict[bool, Lines], change: Forgery) -> None:
    records = by_the_docstring(files[True])
    change(records)
    assert refused(chained(records))


@pytest.mark.parametrize(
    "text",
    ["[" * 1900, "{}" * 2, "[]", "null", "", '{"door":', "x" * 3000],
    ids=lambda text: text[:8],
)
def test_a_line_that_is_no_record_is_refused(text: str) -> None:
    assert refused(chained([text])).startswith("Line 1: ")


def test_a_turned_ballot_with_its_result_shows_in_the_last_hash(files: dict[bool, Lines]) -> None:
    records = by_the_docstring(files[False])
    records[1].update(choice="no")
    records[-1].update(yes=3, no=3, outcome="rejected")
    found = tally.recount(chained(records))
    assert found.outcome == "rejected"
    assert found.hash != files[False][-1][:64]
