"""Which candidates get the money, by a rule, within caps and above a rural floor; and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import NamedTuple

from store.errors import Refused
from store.language import _, in_turn, ngettext
from store.programme import equal_shares, greedy
from store.programme.election import COMPLETIONS, RULES, Election, Unit
from store.programme.equal_shares import Bought, Supporters
from store.programme.purse import Purse


class Choice(NamedTuple):
    """One candidate, and the sentence that says why it gets the money or does not."""

    id: str
    name: str
    community: str
    cost: int
    votes: int
    reason: str


class Selection(NamedTuple):
    """What a rule decides; `displaced` would have been selected without the rural floor.

    Amounts are in the smallest part of `unit`; `seed` is what ties were drawn from; `notes` are
    sentences that hold for all of it.
    """

    rule: str
    completion: str
    budget: int
    spent: int
    selected: tuple[Choice, ...]
    rejected: tuple[Choice, ...]
    displaced: tuple[Choice, ...]
    per_community: dict[str, int]
    unit: Unit
    seed: str = ""
    rural_floor: int = 0
    notes: tuple[str, ...] = ()


class _Outcome(NamedTuple):
    """The places taken, in order, and those that are not, each with its sentence."""

    taken: dict[int, str]
    refused: dict[int, str]
    note: str = ""


_Decide = Callable[[tuple[int, ...], Purse], _Outcome]


def select(
    election: Election, rule: str = "greedy", completion: str = "none", rural_floor: int = 0
) -> Selection:
    """What `rule` decides, at least `rural_floor` percent of the budget for rural candidates.

    Where the rule alone gives them less, it first chooses among the rural ones; what is missing of
    the floor goes to them by votes, and the rest to all that are left. A completion is of Equal
    Shares alone. Raises Refused for a rule or a completion that is not known, or does not go with
    the rule.
    """
    _refuse(rule, completion)
    if rule == "equal-shares":
        # A least number of votes, and stopping at the first, are a city's greedy rule.
        limits = election.limits._replace(threshold=0, no_skip=False)
        election = election._replace(limits=limits)
    decide = _deciding(election, rule, completion)
    places = tuple(range(len(election.candidates)))
    purse = Purse(election, election.budget, dict(election.limits.committed))
    outcome = decide(places, purse)
    notes = [outcome.note] if outcome.note else []
    displaced: list[Choice] = []
    rural = tuple(place for place in places if election.candidates[place].rural)
    floor = election.budget * rural_floor // 100
    if rural and floor:
        if _cost(election, outcome.taken, rural) < floor:
            whole = outcome
            outcome = _from_floor(election, rural, floor, rule, decide)
            outcome, displaced = _tell_displaced(election, whole, outcome)
            notes = []
        notes.append(_tell_floor(election, outcome, rural, rural_floor, floor, displaced))
    return _told(election, outcome, rule, completion, displaced, rural_floor, notes)


def _refuse(rule: str, completion: str) -> None:
    title = _("Selection")
    if rule not in RULES or completion not in COMPLETIONS:
        sentence = _("Please choose the rule from {rules}, the completion from {completions}.")
        words = {"rules": ", ".join(RULES), "completions": ", ".join(COMPLETIONS)}
        raise Refused(title, sentence.format(**words))
    if rule == "greedy" and completion != "none":
        sentence = _("The greedy rule leaves nothing to complete: please leave the completion out.")
        raise Refused(title, sentence)


def _deciding(election: Election, rule: str, completion: str) -> _Decide:
    """The rule, as what decides on candidates at some places with what is in a purse."""
    if rule == "greedy":
        return lambda places, purse: _Outcome(*greedy.select(election, places, purse))
    supporters = Supporters(election)
    return lambda places, purse: _Outcome(
        *_equal_shares(election, supporters, places, purse, completion)
    )


def _from_floor(
    election: Election, rural: tuple[int, ...], floor: int, rule: str, decide: _Decide
) -> _Outcome:
    """The rural ones up to the floor, by the rule and then by votes; behind them all others.

    The greedy rule goes by votes anyway, so it takes rural ones until the floor is reached.
    """
    purse = Purse(election, floor, dict(election.limits.committed))
    taken: dict[int, str] = {}
    if rule != "greedy":
        taken |= decide(rural, purse).taken
    spent = _cost(election, taken, taken)
    purse.left = election.budget - spent
    waiting = [place for place in rural if place not in taken]
    more, _refused = greedy.select(election, waiting, purse, floor - spent)
    prefix = _("For the rural floor, by votes:")
    taken |= {place: f"{prefix} {why}" for place, why in more.items()}
    places = tuple(place for place in range(len(election.candidates)) if place not in taken)
    rest = decide(places, purse)
    return _Outcome(taken | rest.taken, rest.refused)


def _tell_displaced(
    election: Election, whole: _Outcome, outcome: _Outcome
) -> tuple[_Outcome, list[Choice]]:
    """The outcome in which those that the floor displaced are told so; and who they are."""
    why = _("Without the rural floor it would have been selected.")
    gone = [place for place in whole.taken if place not in outcome.taken]
    refused = {
        place: in_turn((reason, why)) if place in gone else reason
        for place, reason in outcome.refused.items()
    }
    return outcome._replace(refused=refused), [_choice(election, place, why) for place in gone]


def _tell_floor(
    election: Election,
    outcome: _Outcome,
    rural: tuple[int, ...],
    percent: int,
    floor: int,
    displaced: list[Choice],
) -> str:
    """How the floor was met: with something displaced or not, or not at all."""
    given = _cost(election, outcome.taken, rural)
    if given < floor:
        sentence = _(
            "Rural proposals get {given}, less than {percent} % of the budget, {floor}: "
            "no other of them can be paid."
        )
    elif displaced:
        sentence = _(
            "Rural proposals get {given}: at least {percent} % of the budget, {floor}, "
            "goes to them first."
        )
    else:
        sentence = _(
            "Rural proposals get {given}, at least {percent} % of the budget, {floor}: "
            "the rural floor displaces nothing."
        )
    say = election.unit.say
    return sentence.format(given=say(given), percent=percent, floor=say(floor))


def _cost(election: Election, taken: Iterable[int], among: Iterable[int]) -> int:
    """What the candidates cost that are taken, of those at `among`."""
    counted = set(among)
    return sum(election.candidates[place].cost for place in taken if place in counted)


def _equal_shares(
    election: Election,
    supporters: Supporters,
    places: tuple[int, ...],
    purse: Purse,
    completion: str,
) -> tuple[dict[int, str], dict[int, str], str]:
    """Equal Shares and its completion, from `purse`; behind it a note on the shares."""
    if not supporters.voters:
        return {}, {place: _("Nobody has voted.") for place in places}, ""
    share = Fraction(purse.left, supporters.voters)
    note = _("Each of {voters} voters decides on {share}.")
    if completion == "add1":
        share = _raised(election, supporters, places, share, purse)
        note = _("Each of {voters} voters decides on {share}, raised as far as the budget reaches.")
    bought, account = equal_shares.run(election, supporters, places, share, purse)
    taken = {one.place: _why_bought(election, one) for one in bought}
    missed = {
        place: purse.forbidden(election.candidates[place])
        or _why_stopped(election, place, supporters.voters_of[place], account.left(place))
        for place in places
        if place not in taken
    }
    if completion == "greedy":
        completed, missed = greedy.select(election, missed, purse)
        prefix = _("Completed with what was left, by votes:")
        taken |= {place: f"{prefix} {why}" for place, why in completed.items()}
    told = note.format(voters=f"{supporters.voters:,}", share=_say(election, share))
    return taken, missed, told


def _raised(
    election: Election,
    supporters: Supporters,
    places: tuple[int, ...],
    share: Fraction,
    purse: Purse,
) -> Fraction:
    """The share with which Equal Shares uses the budget up, or the last before it is overspent.

    The share rises by one unit (a yuan) at a time, as in pabutools' `voter_budget_increment=1`.
    """
    known, step = election.candidates, election.unit.one
    supported = {place for place in places if supporters.of[place] and known[place].cost}
    best = share
    while True:
        trial = Purse(election, purse.left, dict(purse.given))
        bought, _account = equal_shares.run(election, supporters, places, share, trial)
        if trial.left < 0:
            return best
        done = {one.place for one in bought}
        if all(place in done or trial.objection(known[place]) for place in supported):
            return share
        best, share = share, share + step


def _why_bought(election: Election, one: Bought) -> str:
    sentence = ngettext(
        "{voters} voter who approves it pays {part}.",
        "{voters} voters who approve it pay at most {part} each.",
        one.voters,
    )
    return sentence.format(voters=f"{one.voters:,}", part=_say(election, one.part))


def _why_stopped(election: Election, place: int, voters: int, left: Fraction) -> str:
    candidate = election.candidates[place]
    if not voters:
        return _("Nobody approves it.")
    if not candidate.cost:
        return _("It costs nothing, so Equal Shares gives it nothing.")
    sentence = ngettext(
        "{voters} voter who approves it has {left} left of a share; it costs {cost}.",
        "{voters} voters who approve it have {left} left of their shares; it costs {cost}.",
        voters,
    )
    cost = election.unit.say(candidate.cost)
    return sentence.format(voters=f"{voters:,}", left=_say(election, left), cost=cost)


def _say(election: Election, amount: Fraction) -> str:
    """An amount that need not be whole, rounded down to the smallest unit."""
    return election.unit.say(int(amount))


def _told(
    election: Election,
    outcome: _Outcome,
    rule: str,
    completion: str,
    displaced: list[Choice],
    rural_floor: int,
    notes: list[str],
) -> Selection:
    selected = tuple(_choice(election, place, why) for place, why in outcome.taken.items())
    by_votes = greedy.order(election, outcome.refused)
    rejected = tuple(_choice(election, place, outcome.refused[place]) for place in by_votes)
    per_community: dict[str, int] = {}
    for choice in selected:
        per_community[choice.community] = per_community.get(choice.community, 0) + choice.cost
    return Selection(
        rule,
        completion,
        election.budget,
        sum(choice.cost for choice in selected),
        selected,
        rejected,
        tuple(displaced),
        per_community,
        election.unit,
        rural_floor=rural_floor,
        notes=tuple(notes),
    )


def _choice(election: Election, place: int, reason: str) -> Choice:
    one = election.candidates[place]
    return Choice(one.id, one.name, one.community, one.cost, one.votes, reason)
