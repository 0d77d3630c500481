"""Every command as argparse knows it, with words that it can be asked with.

A new command or argument is found by itself.  Where none of the usual words below fits one, it gets
its own line in OWN, so that hostile text beside it comes as far as the store.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from tests.fuzz.nasty import Texts
from tui.plain.commands import COMMANDS, add_arguments

# What can usually be said for an argument, by its name.
USUAL = {
    "item": "2", "items": "1", "household": "2-101", "resident": "周志明", "condition": "worn",
    "deed": "1", "limit": "5", "team": "快乐农夫队", "first": "2026-12-01", "last": "2026-12-07",
    "until": "2026-12-01", "due_soon": "7", "send": "nobody", "name": "新名", "what": "2026-12-20",
    "year": "2026", "spread": "3", "day": "2026-12-01", "weeks": "1", "shift": "3",
    "member": "陈素芬", "other": "张伟", "other_shift": "2", "expires": "2026-11-24", "number": "1",
    "attendance": "late", "length": "1:30", "file": "-", "per_member": ".", "project": "共享菜园",
    "status": "completed", "community": "26号院社区", "district": "武侯区",
    "organisation": "三棵树", "dimensions": "人文", "people": "李梅 10055512345;王强",
    "starts_on": "2026-01-01", "ends_on": "2026-12-31", "baseline": "2026-08-01",
    "forecast": "2026-08-02", "needs": "启动会", "milestone": "播种", "milestones": "播种",
    "evidence": "照片", "gap": "3", "rule": "every month", "amount": "100", "by": "张主任",
    "line": "培训", "tranche": "播种", "tranches": "采收", "reviewer": "徐老师",
    "points": "参与=80", "criteria": "参与=100/100", "budget": "100000", "project_cap": "50000",
    "community_cap": "50000", "rural_floor": "10", "pass_mark": "60", "seed": "摇号", "keep": "1",
    "who": "徐老师", "proposal": "凉亭", "cost": "9万", "compound_name": "26号院",
    "proposer": "周明芳", "quorum": "50", "unit": "1", "door": "1-101", "doors": "1-102",
    "choice": "y", "proxy": "周明芳", "witness": "陈素芬", "yes": "1", "no": "1", "abstain": "1",
    "pb": "vote.pb", "units": "1: 2 x 2", "key": "loan_days", "value": "9", "days": "5",
    "renewals": "1", "remove": "1", "rejects": "left.csv", "on": "2026-11-20", "due": "2026-12-01",
    "note": "备注", "reason": "下雨", "kind": "called", "db": "desk.db", "today": "2026-11-23",
    "lang": "zh", "user": "tester", "compound": "26号院",
}  # fmt: skip

# What it takes for single commands, besides.
OWN: dict[str, dict[str, str]] = {
    "do": {"line": "r 1"},
    "phone": {"household": "1-101"},
    "erase": {"who": "1-102 周志明"},
    "export": {"person": "1-102 周志明"},
    "loan": {"item": "1"},
    "contact": {"item": "1"},
    "rota join": {"shift": "6"},
    "rota standby": {"shift": "6"},
    "rota give": {"other": "张伟"},
    "rota swap": {"other_shift": "5"},
    "rota attend": {"shift": "2"},
    "rota correct": {"shift": "2"},
    "rota export": {"file": "-"},
    "project add": {"community": "26号院社区", "dimensions": "人"},
    "milestone unreach": {"milestone": "启动会"},
    "milestone move": {"reason": "下雨"},
    "milestone end": {"name": "例会"},
    "money award": {"project": "书屋"},
    "money change": {"amount": "98001"},
    "money budget-remove": {"line": "场地"},
    "money tranche-edit": {"tranche": "采收"},
    "money tranche-remove": {"tranche": "采收"},
    "programme remove": {"reason": "停工"},
    "proposal add": {"community": "26号院社区", "dimensions": "人", "cost": "100"},
    "proposal adopt": {"proposal": "种树"},
    "review record": {"reviewer": "孙老师", "project": "书屋", "points": "参与=80"},
    "vote cast": {"proposal": "雨水花园", "door": "2-101", "choice": "y"},
    "vote correct": {"proposal": "雨水花园", "choice": "n"},
    "vote take-back": {"proposal": "雨水花园"},
    "vote papers": {"proposal": "公约", "yes": "1"},
    "vote count-anew": {"proposal": "公约"},
    "vote extend": {"proposal": "雨水花园"},
    "vote close": {"proposal": "雨水花园"},
    "vote result": {"proposal": "种树"},
    "vote tally": {"proposal": "种树"},
}

# Arguments that name files: a text that names one makes it.
FILES = frozenset({"file", "rejects", "pb", "per_member", "db", "destination", "receipt", "new"})
FILES |= {"kind"}  # the file of `export --person`
# Opens the desk itself, or builds a whole sample.
LEFT_OUT = frozenset({"demo"})
# What cannot go well with the usual words: nothing of it is in the small store.
HARD = frozenset(
    {
        "check", "rota swap", "rota correct", "rota restore", "money restore", "vote tick",
        "vote recount", "vote papers", "import", "review record", "restore", "access line",
        "access add", "access role", "access remove", "salvage", "erase", "programme release",
    }
)  # fmt: skip


class Argument(NamedTuple):
    """One argument of a command that takes text; `option` is empty where it goes by its place."""

    name: str
    option: str
    needed: bool


class Leaf(NamedTuple):
    """A command, or a deed of one: its arguments in their order, and the formats it answers in.

    Of an argument with `choices` one of them is taken.
    """

    name: str
    arguments: tuple[Argument, ...]
    choices: dict[str, tuple[str, ...]]
    formats: tuple[str, ...]


@cache
def leaves() -> tuple[Leaf, ...]:
    """Every command, and every deed of those that have some."""
    return tuple(leaf for leaf in _leaves() if leaf.name not in LEFT_OUT)


def line(leaf: Leaf, texts: Texts, *, hostile: bool = True) -> tuple[list[str], list[str]]:
    """A command line with hostile text in a place or two, and the files that it may make."""
    random = texts.random
    open_to_text = [a for a in leaf.arguments if a.name not in leaf.choices]
    most = min(len(open_to_text), random.choice((1, 1, 2))) if hostile else 0
    hit = random.sample(open_to_text, most)
    put_in = {argument.name: texts.typed(usual(leaf, argument)) for argument in hit}
    words = leaf.name.split()
    for argument in leaf.arguments:
        text = put_in.get(argument.name)
        if text is None and not _is_said(leaf, argument, hostile and random.random() < 0.1):
            continue
        if text is None and argument.name in leaf.choices:
            text = random.choice(leaf.choices[argument.name])
        words += _said(argument, usual(leaf, argument) if text is None else text)
    if leaf.formats:
        words.append(f"--format={random.choice(leaf.formats)}")
    return words, [text for name, text in put_in.items() if name in FILES]


def plain_line(leaf: Leaf) -> list[str]:
    """The same command with nothing hostile in it, and only what it needs."""
    words = leaf.name.split()
    for argument in leaf.arguments:
        if _is_said(leaf, argument, False):
            words += _said(argument, usual(leaf, argument))
    return words


def usual(leaf: Leaf, argument: Argument) -> str:
    """What can be said for an argument of `leaf`."""
    own = OWN.get(leaf.name, {}).get(argument.name)
    if own is None and argument.name in leaf.choices:
        return leaf.choices[argument.name][0]
    return USUAL.get(argument.name, "x") if own is None else own


def _is_said(leaf: Leaf, argument: Argument, besides: bool) -> bool:
    """Whether an argument is given; those that are not needed only `besides`."""
    return argument.needed or besides or argument.name in OWN.get(leaf.name, {})


def _said(argument: Argument, text: str) -> list[str]:
    return [f"{argument.option}={text}"] if argument.option else [text]


def _leaves() -> Iterator[Leaf]:
    for name in COMMANDS:
        parser = argparse.ArgumentParser()
        add_arguments(name, parser)
        deeds = next((a for a in parser._actions if a.nargs == argparse.PARSER), None)
        if deeds is None:
            yield _leaf(name, parser)
            continue
        for deed, about in (deeds.choices or {}).items():  # type: ignore[attr-defined]
            theirs = argparse.ArgumentParser()
            about.arguments(theirs)
            yield _leaf(f"{name} {deed}", theirs)


def _leaf(name: str, parser: argparse.ArgumentParser) -> Leaf:
    arguments, choices, formats = [], {}, ()
    for action in parser._actions:
        if action.dest == "format":
            formats = tuple(action.choices or ())
        elif action.nargs != 0:
            option = action.option_strings[-1] if action.option_strings else ""
            arguments.append(Argument(action.dest, option, action.required and action.nargs != "*"))
            if action.choices:
                choices[action.dest] = tuple(map(str, action.choices))
    return Leaf(name, tuple(arguments), choices, formats)
