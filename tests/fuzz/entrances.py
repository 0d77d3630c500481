"""Every entrance of the desk, each a function that puts some hostile texts in and looks what comes.

A new one is a function here and its name in ENTRANCES; commands and their arguments, kinds of CSV
files, tables of the store and forms of the screens are found by themselves.
"""

from __future__ import annotations

import csv
import io
import json
import os
import shlex
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path

from store import database, drafts, history
from store.calendar import say_moment
from store.exchange import NAMES
from store.exchange.guard import guarded, plain
from store.text import clean, shown
from tests.fuzz import bounds, commands, foreign
from tests.fuzz.house import STORE, House, Ran
from tests.fuzz.nasty import Texts
from tests.store.exchange.conftest import FILES
from tui.retracing import Way

Entrance = Callable[[House, Texts], None]


def command_lines(house: House, texts: Texts) -> None:
    """Any argument of any command."""
    leaf = texts.random.choice(commands.leaves())
    line, named = commands.line(leaf, texts)
    ran = house.run(*line)
    fits_its_format(line, ran)
    stays_inside(ran, named)


def kinds_of_files(house: House, texts: Texts) -> None:
    """Any cell of a CSV file of any kind, and what is exported of it afterwards."""
    kind = texts.random.choice(list(NAMES))
    name, rejects = f"{kind}.csv", f"{kind}.rejects.csv"
    files = {name: sheet(FILES[kind], texts)}
    form = texts.random.choice(("plain", "json"))
    ran = house.run("import", kind, name, f"--format={form}", files=files)
    assert ran.files <= {rejects}, ran.files
    if ran.files:
        bounds.harmless_sheet((house.desk / rejects).read_text("utf-8-sig"))
    bounds.harmless_sheet(house.again("export", kind).out)
    house.again("list", "items")


def sheet(usual: str, texts: Texts) -> bytes:
    """A CSV file like the `usual` one, with hostile cells, and now and then a hostile shape."""
    rows = list(csv.reader(io.StringIO(usual)))
    for row in rows[1:]:
        row[:] = texts.line(row)
    if texts.random.random() < 0.1:
        rows[0] = texts.line(rows[0])
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=texts.random.choice(",,,;\t")).writerows(rows)
    text = out.getvalue()
    if texts.random.random() < 0.1:
        at = texts.random.randrange(len(text))
        text = text[:at] + texts.one() + text[at:]
    return text.encode(texts.random.choice(("utf-8", "utf-8", "utf-8-sig")), "surrogatepass")


def names_of_files(house: House, texts: Texts) -> None:
    """The name of any file that is read or written."""
    name = texts.typed(texts.random.choice(("items.csv", "rota.ics", "tally.txt")))
    line = texts.random.choice(
        (
            ("import", "items", name),
            ("import", "items", "items.csv", "--rejects", name),
            ("export", "items", name),
            ("rota", "export", name),
            ("rota", "export", "--per-member", name),
            ("vote", "tally", "种树", name),
            ("vote", "recount", name),
            ("funding", "select", "--pb", name),
            ("stats", "--db", name),
            ("new-compound", "新", "--units", "1: 1 x 1", "--db", name),
        )
    )
    files = {"items.csv": "住址,物品,类别\n9-999,烤箱,厨房\n".encode()}
    stays_inside(house.run(*line, files=files), [name])


def variables(house: House, texts: Texts) -> None:
    """A variable of the environment."""
    known = (
        "QIAOMEN_DB", "QIAOMEN_TODAY", "QIAOMEN_LANG", "QIAOMEN_USER", "LANG", "LC_ALL", "LANGUAGE",
        "LC_MESSAGES", "TERM", "COLUMNS", "LINES", "HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME",
        "LOGNAME", "USER", "TZ", "NO_COLOR", "PAGER", "EDITOR", "SHELL", "BROWSER", "TMPDIR",
        "SSH_ORIGINAL_COMMAND", "QIAOMEN_THEME",
    )  # fmt: skip
    name = texts.random.choice(known)
    text = texts.typed({"QIAOMEN_TODAY": "2026-11-23", "COLUMNS": "80"}.get(name, "x"))
    line = texts.random.choice(
        (["stats"], ["return", "1"], ["--help"], ["lend", "--help"], ["list", "items"], [])
    )
    without = ("QIAOMEN_USER",) if name in ("LOGNAME", "USER") else ()
    ran = house.run(*line, without=without, **{name: text})
    stays_inside(ran, [text] if name == "QIAOMEN_DB" else [])


def typed_in(house: House, texts: Texts) -> None:
    """What is piped in: addresses, ballots, tables, tallies."""
    line, usual = texts.random.choice(
        (
            (("addresses", "add", "新"), "mailto://a:b@127.0.0.1:9?to=c@d.org"),
            (("addresses", "add", "新"), "json://127.0.0.1:9/x"),
            (("vote", "cast", "雨水花园"), "2-101 y\n"),
            (("import", "items", "-"), "住址,物品,类别\n1-101,烤箱,厨房\n"),
            (("vote", "recount", "-"), "0" * 64 + ' {"format":"qiaomen-tally-1"}\n'),
        )
    )
    said = texts.one(usual)
    ran = house.run(*line, typed=said.encode("utf-8", "surrogatepass"))
    stays_inside(ran, ["stdin.rejects.csv"])
    house.again("addresses")


MOST_LINES = 40  # of a conversation


def conversations(house: House, texts: Texts) -> None:
    """Lines that are typed at the desk line by line."""
    usual = ("l", "烤箱", "2-101", "y", "a", "1-101", "1", "f", "r", "n", "h", "u", "m", "w", "")
    typed = [texts.one(texts.random.choice(usual)) for _line in range(MOST_LINES)]
    typed = [texts.random.choice((line, texts.random.choice(usual))) for line in typed]
    ran = house.run("--plain", typed="\n".join(typed).encode("utf-8", "surrogatepass"))
    assert ran.status == 0
    bounds.quiet(ran.out)
    stays_inside(ran, [])
    house.again("history")


ELECTION = """META
key;value
description;雨水花园
budget;1000
currency;元
vote_type;approval
rule;greedy
PROJECTS
project_id;cost;name;votes
p1;600;路灯;2
p2;500;凉亭;1
VOTES
voter_id;vote
1;p1,p2
2;p1
"""


def elections(house: House, texts: Texts) -> None:
    """A Pabulib file."""
    rows = [line.split(";") for line in ELECTION.splitlines()]
    at = texts.random.randrange(len(rows))
    rows[at] = texts.line(rows[at])
    text = "\n".join(map(";".join, rows)) + "\n"
    rule = texts.random.choice(("greedy", "equal-shares"))
    line = ["funding", "select", "--pb", "vote.pb", f"--rule={rule}"]
    _read_file(house, texts, line, "vote.pb", text)


def tallies(house: House, texts: Texts) -> None:
    """A tally file whose chain is whole, by whoever made it."""
    from store.programme import tally

    usual = house.run("vote", "tally", "种树", "-").out.splitlines()
    records = [line.partition(" ")[2] for line in usual]
    at = texts.random.randrange(len(records))
    record = records[at]
    quoted = [place for place, sign in enumerate(record) if sign == '"']
    place = texts.random.choice(quoted) + texts.random.choice((0, 1))
    records[at] = record[:place] + texts.one().replace("\n", "") + record[place:]
    last, lines = tally.START, []
    for record in records:
        last = tally._hash(last, record)
        lines.append(f"{last} {record}\n")
    _read_file(house, texts, ["vote", "recount", "tally.txt"], "tally.txt", "".join(lines))


def _read_file(house: House, texts: Texts, line: list[str], name: str, text: str) -> None:
    """Let the command on `line` read a file called `name` that holds `text`."""
    line = [*line, f"--format={texts.random.choice(('plain', 'json'))}"]
    ran = house.run(*line, files={name: text.encode("utf-8", "surrogatepass")})
    fits_its_format(line, ran)
    stays_inside(ran, [])


# Where an empty name leads: it is as good as none.
WITHOUT_A_NAME = ("qiaomen/qiaomen.db", "items.rejects.csv", "stdin.rejects.csv")
READERS = (
    "list", "stats", "history", "overdue", "loan", "calendar", "addresses", "settings",
    "categories", "steps", "check", "export", "rota week", "rota shift", "rota fairness",
    "rota why", "rota swaps", "rota stand-ins", "rota export", "project show", "money show",
    "money meter", "review show", "review ranking", "programme what-if", "proposal show",
    "vote result", "vote roll", "vote missing", "vote tally", "funding select", "undo", "return",
    "rota draft",
)  # fmt: skip


def foreign_stores(house: House, texts: Texts) -> None:
    """A store in which another program wrote, whatever its own constraints say."""
    house.tidy()
    foreign.scribble(house.desk / STORE, texts)
    random = texts.random
    for leaf in random.sample([leaf for leaf in commands.leaves() if leaf.name in READERS], 4):
        line, _named = commands.line(leaf, texts, hostile=False)
        if leaf.name == "overdue":
            line.append("--phones")
        ran = house.again(*line)
        fits_its_format(line, ran)
        stays_inside(ran, [f"{STORE}-nightly"])


def members_files(house: House, texts: Texts) -> None:
    """The name of a member, for whom a file is written."""
    house.tidy()
    foreign.scribble(house.desk / STORE, texts, only=("member", "name"))
    (house.desk / "phones").mkdir()
    ran = house.again("rota", "export", "--per-member", "phones")
    for file in ran.files:
        bounds.harmless_calendar((house.desk / file).read_bytes().decode())
        bounds.quiet(file, but="".join(bounds.MARKS))
    stays_inside(ran, ["phones"])


def crontabs(house: House, texts: Texts) -> None:
    """What is printed to be run by a shell every night: it says the words that were given."""
    name = texts.typed("26号院")
    ran = house.run("overdue", "--install", "cron", "--compound", name, "--send", "群")
    stays_inside(ran, [])
    if ran.status:
        return
    for line in ran.out.splitlines():
        if not line.startswith("#"):
            command = line.partition(" * * * " if line[0] != "@" else " ")[2]
            words = shlex.split(command.replace("\\%", "%"))
            assert f"--compound={name}" in words or name in words, (name, line)


def half_typed(house: House, texts: Texts) -> None:
    """A file of a half-typed form, and what somebody types who loses the line."""
    with house.entered() as path:
        database.open_store(path)
        history.act_as("tester")
        try:
            file = drafts.DraftFile()
            file.write(HALF._replace(typed={"name": texts.one("烤")}))
            typed = Path(file.path)
            file.release()
            (kept,) = drafts.found()
            told_quietly(kept)
            typed.write_bytes(_written_over(typed.read_text("utf-8"), texts))
            for found in drafts.found():
                told_quietly(found)
        finally:
            database.close_store()


HALF = drafts.Draft("form", "Edit", [1, "grid", [["edit", {"row": 1}, []]]], {}, {"name": ""})
# What may stand in a file and is no text.
NO_TEXTS = (None, True, 0, -1, 10**30, 1.5, [], [[]], {}, {"name": 1}, {"1": {}}, [1, "grid", [1]])


def _written_over(text: str, texts: Texts) -> bytes:
    """The file of a draft in which another program wrote."""
    random = texts.random
    kept = json.loads(text)
    key = random.choice([*kept, "more"])
    kept[key] = random.choice((texts.one(str(kept.get(key))), random.choice(NO_TEXTS)))
    if random.random() < 0.1:
        kept.pop(key)
    raw = json.dumps(kept).encode()
    if random.random() < 0.2:
        at = random.randrange(len(raw))
        raw = raw[:at] + texts.one().encode("utf-8", "surrogatepass") + raw[at:]
    return raw


def told_quietly(draft: drafts.Draft) -> None:
    """See to it that the desk can offer `draft`, and fill a form in with it."""
    way = Way.read(draft.way)
    assert way is None or hash(way.room)
    bounds.quiet(shown(draft.title))
    say_moment(datetime.fromisoformat(draft.at))
    for name in draft.was:
        bounds.quiet(shown(draft.typed[name]))
        draft.typed[name].encode()


def afar(house: House, texts: Texts) -> None:
    """What is asked through a key that starts the desk; it may only read."""
    if texts.random.random() < 0.3:
        line = ["stats"]
        words = texts.typed(texts.random.choice(("list items", "stats", "qiaomen overdue")))
    else:
        leaves = commands.leaves()
        if texts.random.random() < 0.7:
            leaves = tuple(leaf for leaf in leaves if leaf.name in READERS)
        line, _named = commands.line(texts.random.choice(leaves), texts)
        words = texts.random.choice((shlex.join, " ".join))(line)
    words = words.replace("\0", "")
    ran = house.run(
        "--user=李梅", "--lang=en", without=("QIAOMEN_USER",), SSH_ORIGINAL_COMMAND=words
    )
    fits_its_format(line, ran)
    assert ran.files == frozenset(), (words, ran.files)
    assert _deeds(house.desk / STORE) == _deeds(house.template), words


def _deeds(path: Path) -> tuple[int, int]:
    """How many deeds and changes there are in the store at `path`."""
    with closing(sqlite3.connect(path)) as store:
        counts = "SELECT (SELECT count(*) FROM deed), (SELECT count(*) FROM change)"
        return store.execute(counts).fetchone()


def texts_themselves(house: House, texts: Texts) -> None:
    """What every entrance is built on: what may be stored, and how it leaves the house again."""
    from store.errors import Refused
    from tests.fuzz.outlets import leaves_quietly

    text = texts.one("烤箱")
    assert plain(guarded(text)) == text or bounds.first_seen(text) != text
    leaves_quietly(text)
    try:
        kept = clean(text, 200, "text")
    except Refused as refused:
        bounds.quiet(refused.sentence, but="")
        return
    assert clean(kept, 200, "text") == kept
    bounds.quiet(kept, but="".join(bounds.MARKS))
    assert plain(guarded(kept)) == kept
    leaves_quietly(kept)


def fits_its_format(line: list[str], ran: Ran) -> None:
    """See to it that what a command printed is what it was asked for, and commands no terminal."""
    asked = line[-1].removeprefix("--format=") if line[-1].startswith("--format=") else "plain"
    if ran.status == 2 or not ran.out or ran.out.startswith("usage: "):
        bounds.quiet(ran.out)
        return
    if asked == "json":
        bounds.whole_json(ran.out)
    elif asked == "html":
        bounds.own_page(ran.out)
    elif asked == "csv" or line[0] == "export":
        bounds.harmless_sheet(ran.out)
    elif line[:2] == ["rota", "export"] and ran.out.startswith("BEGIN:"):
        bounds.harmless_calendar(ran.out)
    else:
        bounds.quiet(ran.out)


def stays_inside(ran: Ran, named: list[str]) -> None:
    """See to it that no file was made but those that were `named`, and what belongs to each.

    In a folder anything may be; beside a file its log and its rejects, which begin as it does.
    """
    meant = [each for name in named for each in ([name] if name else WITHOUT_A_NAME)]
    # The home is where the command runs, if it reads `~` at all.
    bases = {os.path.normpath(way) for name in meant for way in (name, name.removeprefix("~/"))}
    for file in ran.files:
        folder = os.path.dirname(file) or "."
        beside = [os.path.splitext(base)[0] for base in bases]
        assert bases & {file, folder} or any(map(file.startswith, beside)), (file, named)


ENTRANCES: tuple[Entrance, ...] = (
    texts_themselves,
    command_lines,
    kinds_of_files,
    names_of_files,
    variables,
    typed_in,
    conversations,
    elections,
    tallies,
    crontabs,
    foreign_stores,
    members_files,
    half_typed,
    afar,
)
