"""Entering ballots as fast as hands are read: a door, then `y`, `n` or `0`, and the next door."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rich.style import Style
from textual import events
from textual.app import ComposeResult

from store.errors import Refused, StoreError
from store.language import _, in_turn
from store.programme import ballots, proposals, rolls, terms
from store.programme.ballots import VotedAlready
from store.programme.counting import Count
from store.programme.proposals import ProposalRow
from store.programme.rolls import RollRow
from store.text import fold
from tui import actions
from tui.actions import ACTIONS
from tui.listroom import MOVES, ListRoom
from tui.programme import roll_rows
from tui.programme.correction_form import ask_correction, ask_name
from tui.reading import Latest
from tui.room import Place
from tui.widgets.bar import KeyHint, Lines
from tui.widgets.listing import Listing, SequenceSource
from tui.widgets.painted import BOLD, PLAIN

ANSWERS: Mapping[str, str] = {"y": "yes", "n": "no", "0": "abstain"}
LONGEST = 30  # of a door that is typed
# What a letter does while no door is typed; everything else that is typed is a door.
_LETTERS = ("by_proxy", "on_paper", "who_is_missing", "correct_ballot", "count_papers",
            "undo", "redo", "help")  # fmt: skip
_BY_KEY = {ACTIONS[name].shown: name for name in _LETTERS}
_MOVES = tuple(name for name in MOVES if name not in ("item_down", "item_up"))


class BallotScreen(ListRoom):
    """The roll of one vote, held in memory: a ballot is one deed, and paints what it changed."""

    OFFERED = tuple(ACTIONS[name] for name in (*_LETTERS, "back", *_MOVES))
    BINDINGS = actions.bindings([ACTIONS[name] for name in ("back", *_MOVES)])

    def __init__(self, proposal_id: int) -> None:
        self.asked = Lines()
        super().__init__(Listing(roll_rows.columns(), id="list"))
        self._vote = proposal_id
        self._proposal: ProposalRow | None = None
        self._roll: dict[int, RollRow] = {}
        self._doors: set[str] = set()
        self._last: list[int] = []  # entries cast here, the last one at the end
        self._typed = ""
        self._chosen = False  # the door is whole: what follows is its answer
        self._refused = False  # what is typed next begins anew
        self._by, self._named = "present", ""
        self._missing = self._counting = False
        self._papers: dict[str, int] = {}

    def compose(self) -> ComposeResult:
        yield self.title_bar
        yield self.asked
        yield self.list
        yield self.news_bar
        yield self.key_bar

    def fill(self) -> None:
        """Ask for the proposal and its roll, once; ballots entered here change what is held."""
        row = proposals.get(self._vote)
        self._proposal = row
        self._roll = {entry.entry_id: entry for entry in rolls.roll(self._vote)}
        self._doors = {fold(entry.address) for entry in self._roll.values()}
        self._papers = {"yes": row.yes, "no": row.no, "abstain": row.abstain}
        if row.counting:
            self._counting = True
        self._show()

    @property
    def about(self) -> str:
        return str(self._vote)

    def why_not(self, action_id: str) -> str | None:
        if action_id == "count_papers" and self._proposal and not self._proposal.secret:
            return _("This vote is open: each ballot belongs to its door.")
        if action_id == "count_papers" and self._proposal and self._proposal.counting:
            return _("The papers are being counted: nobody is ticked off any more.")
        if action_id == "correct_ballot" and self._proposal and self._proposal.secret:
            return _("Nobody knows whose a paper is: u takes the last back.")
        return None

    def where(self) -> Place:
        return super().where() | {"typed": self._typed, "missing": self._missing}

    def stand_at(self, place: Place) -> None:
        self._typed, self._missing = place["typed"], place["missing"]
        self._show()
        super().stand_at(place)

    def _in_footer(self) -> list[KeyHint]:
        """The keys of an open or of a secret vote; the way back stands there, for `q` is a door."""
        secret = self._proposal is not None and self._proposal.secret
        elsewhere = "correct_ballot" if secret else "count_papers"
        hints = [hint for hint in super()._in_footer() if hint.key != ACTIONS[elsewhere].shown]
        back = ACTIONS["back"]
        return [*hints, KeyHint(back.shown, actions.label(back), always=True)]

    # What is typed

    def on_key(self, event: events.Key) -> None:
        """A letter of the table where no door is begun; else a door, and its answer."""
        if event.key in ("enter", "backspace"):
            event.stop()
            event.prevent_default()
            if event.key == "enter":
                self._settle_door()
            else:
                self._rub_out()
            return
        character = event.character or ""
        if not event.is_printable or not character:
            return
        event.stop()
        event.prevent_default()
        if (not self._typed or self._refused) and character in _BY_KEY:
            self.action_do(_BY_KEY[character])
        else:
            self._take(character)
        self._show_asked()

    def _take(self, character: str) -> None:
        self.say("")
        answer = ANSWERS.get(character.casefold())
        if self._counting:
            if answer is None:
                self.complain(_("Please type y, n or 0 for each paper."))
            else:
                self._count_paper(answer)
            return
        if self._proposal is not None and self._proposal.secret and answer != "yes":
            answer = None  # a door is only ticked off: what the paper says is counted later
        longer = fold(self._typed + character)
        goes_on = any(door.startswith(longer) for door in self._doors)
        is_door = self._chosen or (bool(self._typed) and not goes_on)
        if answer is not None and is_door and not (answer == "abstain" and self._incomplete):
            self._cast(answer)
            return
        if character == " ":
            self._settle_door()
            return
        if self._refused or self._chosen:
            self._typed, self._refused, self._chosen = "", False, False
        self._typed = (self._typed + character)[:LONGEST]

    @property
    def _incomplete(self) -> bool:
        """Whether what is typed is no door yet: a 0 may still belong to its number."""
        return not self._chosen and fold(self._typed) not in self._doors

    def _rub_out(self) -> None:
        self._chosen = self._refused = False
        self._typed = self._typed[:-1]
        self._show_asked()

    def _settle_door(self) -> None:
        """The door is whole: look for it, and say at once where it cannot vote."""
        if not self._typed or self._counting:
            return
        if self._proposal is not None and self._proposal.secret:
            self._cast("yes")  # only ticked off: the answer is on the paper
        else:
            try:
                entry = rolls.entry(self._vote, self._typed)
                if entry.cast_as is not None:
                    raise VotedAlready(entry)
                self._typed, self._chosen, self._refused = entry.address, True, False
            except StoreError as refused:
                self._refuse(refused)
        self._show_asked()

    # Deeds

    def _cast(self, answer: str) -> None:
        """Save one ballot; what is held in memory changes with it, and nothing is asked anew."""
        proxy = self._named if self._by == "proxy" else ""
        witness = self._named if self._by == "paper" else ""
        today = self.desk.today
        try:
            if self._proposal is not None and self._proposal.secret:
                row = ballots.tick(self._vote, self._typed, today, proxy=proxy, witness=witness)
            else:
                row = ballots.cast(
                    self._vote, self._typed, answer, today, proxy=proxy, witness=witness
                )
        except StoreError as refused:
            self._refuse(refused)
            return
        self._roll[row.entry_id] = row
        self._last.append(row.entry_id)
        if self._by == "proxy":
            # Papers come in piles with one witness; a proxy for each that follows is a mistake.
            self._by, self._named = "present", ""
        self._typed, self._chosen, self._refused = "", False, False
        self._show()
        self.list.home()

    def _refuse(self, refused: StoreError) -> None:
        """Say why; what was typed stays, to be corrected, until something else is typed."""
        sentence = refused.sentence
        if isinstance(refused, VotedAlready) and refused.row.choice is not None:
            sentence = in_turn((sentence, _("c corrects it.")))
        self._refused, self._chosen = True, False
        self.complain(sentence)
        self.desk.typing.drop()

    def _count_paper(self, answer: str) -> None:
        try:
            self._papers = dict(ballots.count_paper(self._vote, answer, self.desk.today))
        except StoreError as refused:
            self.complain(refused.sentence)
            return
        if self._proposal is not None:
            self._proposal = self._proposal._replace(counting=True)
        self._show_asked()
        self.say(_("One paper: {choice}.").format(choice=_(terms.CHOICE_NAMES[answer])))

    def do_by_proxy(self) -> None:
        self._toggle("proxy", _("Who casts the ballot that follows?"), _("Proxy"))

    def do_on_paper(self) -> None:
        title, latest = _("Who witnesses the papers that follow?"), ballots.latest_witnesses
        self._toggle("paper", title, _("Witness"), latest)

    def _toggle(self, by: str, title: str, label: str, latest: Latest | None = None) -> None:
        if self._by == by:
            self._by, self._named = "present", ""
            self._show_asked()
            return

        def named(name: str | None) -> None:
            if name:
                self._by, self._named = by, name
                self._show_asked()

        self.app.push_screen(ask_name(title, label, latest), named)

    def do_who_is_missing(self) -> None:
        self._missing = not self._missing
        self._show()
        self.list.home()

    def do_correct_ballot(self) -> None:
        """Correct the ballot of the door that is typed, else of the row under the cursor."""
        if self._typed:
            entry = rolls.entry(self._vote, self._typed)
        else:
            found = self._roll.get(int(self.list.cursor_key or 0))
            if found is None:
                raise Refused(_("Ballot"), _("There is no ballot here yet: type a door."))
            entry = found
        if entry.choice is None:
            sentence = _("{address} has not voted.")
            raise Refused(_("Ballot"), sentence.format(address=entry.address))
        self._typed, self._refused = "", False
        ask_correction(self, entry)

    def do_count_papers(self) -> None:
        self._counting = not self._counting
        self._typed = ""
        self._show_asked()

    def do_back(self) -> None:
        """Let the door that is typed be; without one leave."""
        if self._typed:
            self._typed, self._chosen, self._refused = "", False, False
            self._show_asked()
        else:
            self.app.pop_screen()

    # What is shown

    def _show(self) -> None:
        proposal = self._proposal
        assert proposal is not None
        missing = _("who is missing") if self._missing else _("ballots")
        self.show_title(missing, proposal.name)
        if self._missing:
            rows = [row for row in self._roll.values() if row.cast_as is None]
            self.list.set_empty(_("Everybody has voted. v shows the last ballots."))
        else:
            rows = list(self._voted())
            self.list.set_empty(self._say_none())
        self.list.replace(
            SequenceSource([roll_rows.line(row, missing=self._missing) for row in rows])
        )
        self._show_asked()

    def _say_none(self) -> str:
        if self._proposal is not None and self._proposal.secret:
            return _("Nobody has voted yet. Type a door like 3-502, then Enter.")
        return _("No ballot yet. Type a door like 3-502, then y, n or 0.")

    def _voted(self) -> Iterator[RollRow]:
        """Who has voted: the last one entered here first, then all others, door by door."""
        self._last = [
            key for key in self._last if key in self._roll and self._roll[key].cast_as is not None
        ]
        here = dict.fromkeys(reversed(self._last))
        yield from (self._roll[key] for key in here)
        for key, row in self._roll.items():
            if row.cast_as is not None and key not in here:
                yield row

    def _count(self) -> Count:
        voted = [row for row in self._roll.values() if row.cast_as is not None]
        if self._proposal is not None and self._proposal.secret:
            return Count(len(self._roll), len(voted), *self._papers.values())
        said = [row.choice for row in voted]
        each = (said.count(choice) for choice in ("yes", "no", "abstain"))
        return Count(len(self._roll), len(voted), *each)

    def _show_asked(self) -> None:
        """The count so far, and the door that is typed, in two lines."""
        from tui.programme.proposals import say_count

        if self._proposal is None:
            return
        now = self._proposal._replace(**self._count()._asdict())
        said: list[tuple[str, Style]] = [(say_count(now), PLAIN), (self._prompt(), BOLD)]
        self.asked.say(said)

    def _prompt(self) -> str:
        if self._counting:
            left = self._count()
            rest = left.cast - left.yes - left.no - left.abstain
            return _("Papers: y, n or 0 for each; {left} to be counted.").format(left=rest)
        how = ""
        if self._by == "proxy":
            how = _("(proxy: {name})").format(name=self._named)
        elif self._by == "paper":
            how = _("(paper, witness: {name})").format(name=self._named)
        if self._proposal is not None and self._proposal.secret:
            wanted = _("Enter ticks it off")
        else:
            wanted = _("y for, n against, 0 abstains")
        door = _("Door {typed}").format(typed=f"{self._typed}▏")
        return " ".join(filter(None, (door, wanted, how)))
