"""A full-screen form: declared fields, one validator, every error under its field."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar, TypeVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widget import Widget

from store.errors import Busy, ChangedMeanwhile, FieldError, Invalid, Refused, StoreError
from store.language import _
from tui import cells
from tui.widgets.bar import KeyBar, KeyHint, Lines
from tui.widgets.choice import Choice
from tui.widgets.entry import Entry
from tui.widgets.field import ERROR, Field, FieldRow, Suggestion
from tui.widgets.keptform import KeptForm
from tui.widgets.listing import Column, Listing, ListingRow, SequenceSource
from tui.widgets.painted import PLAIN

__all__ = ["Field", "Form", "Suggestion"]

T = TypeVar("T")

KEEP_AFTER = 0.5  # seconds from a key to the moment at which what is typed is kept
AROUND_FIELDS = 7  # lines: the title, three beneath the fields, two of the status, the keys
SUGGESTIONS = (Column("", 16, 1, priority=1), Column("", 12, 1))


class Form(KeptForm[T]):
    """Fields to fill in; dismisses with what `check` makes of them, or with None.

    With `on_save` the form stays open: it gets each checked value and answers with one line of
    confirmation, and the fields that are not sticky begin anew.  What `check` or `on_save` refuse
    by a StoreError is said (Invalid: under its fields), and what was typed stays.  With `below` the
    sentences that it answers to what is typed stand beneath, under a few suggestions where there
    are any.
    """

    DEFAULT_CSS = """
    Form #fields {
        layout: grid; grid-size: 2; grid-rows: 1; height: auto;
        scrollbar-size: 0 0;
    }
    Form #fields .note { column-span: 2; }
    Form #suggestions, Form #below { height: 1fr; min-height: 3; }
    Form #suggestions.few { height: 5; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", show=False, priority=True),
        Binding("escape", "leave", show=False),
        # Before the fields' own container, which would scroll where they are more than fit.
        Binding("up", "up", show=False, priority=True),
        Binding("down", "down", show=False, priority=True),
        Binding("enter", "enter", show=False),
        Binding("tab", "next", show=False, priority=True),
        Binding("shift+tab", "previous", show=False, priority=True),
        Binding("f1", "help", show=False),
    ]

    def __init__(
        self,
        title: str,
        fields: Sequence[Field],
        check: Callable[[dict[str, str]], T],
        *,
        on_save: Callable[[T], str] | None = None,
        draft: Mapping[str, str] | None = None,
        enter_saves: bool = False,
        below: Callable[[dict[str, str]], Sequence[str]] | None = None,
        id: str | None = None,
    ) -> None:
        super().__init__(title, id=id)
        self._fields = tuple(fields)
        self._draft = draft or {}
        self._check = check
        self._on_save = on_save
        self._enter_saves = enter_saves
        self._offered: Sequence[Suggestion] = ()
        self._aimed = False  # whether an arrow went to a suggestion
        self._suggestions = Listing(SUGGESTIONS, header=False, id="suggestions")
        self._suggestions.can_focus = False
        self._below = below
        self._said_below = Lines(id="below")

    def declared(self) -> dict[str, str]:
        return {field.name: field.value for field in self._fields}

    # The screen

    def compose(self) -> ComposeResult:
        """Title, fields, suggestions, status, keys."""
        indent = max(cells.width(field.label) for field in self._fields) + 2
        self._rows = [FieldRow(field, indent) for field in self._fields]
        yield self._title
        with VerticalScroll(id="fields", can_focus=False) as fields:
            fields.styles.grid_columns = f"{indent} 1fr"
            for row in self._rows:
                yield from row.widgets()
        if self._below is None or any(field.suggest for field in self._fields):
            yield self._suggestions
        if self._below is not None:
            self._suggestions.add_class("few")
            self._suggestions.display = False
            yield self._said_below
        yield self._status
        yield KeyBar(
            [
                KeyHint("Enter", _("next") if not self._enter_saves else _("save")),
                KeyHint("Tab", _("next field")),
                KeyHint("Ctrl+S", _("save"), always=True),
                KeyHint("Esc", _("leave"), always=True),
                KeyHint("F1", _("help"), always=True),
            ]
        )

    def on_resize(self, event: events.Resize) -> None:
        """Leave their lines to what stands around the fields; these scroll in a low window."""
        super().on_resize(event)
        fields = self.query_one("#fields")
        fields.styles.max_height = max(1, event.size.height - AROUND_FIELDS)

    def on_mount(self) -> None:
        """Begin at the first field; say where a draft is kept of this form."""
        self.begin()
        for row in self._rows:
            row.say_hint()
            row.fill_in(self._draft)
        self._say_below()
        self._rows[0].input.focus()
        self.look_for_draft()

    @on(events.DescendantFocus)
    def _entered(self, event: events.DescendantFocus) -> None:
        row = self._row_of(event.widget)
        if row:
            self._offer(row)
            self._say_whole(row)

    @on(Entry.Changed)
    def _typed(self, event: Entry.Changed) -> None:
        row = self._row_of(event.input)
        if row:
            row.say_hint()
            self._say_below()
            self.keep_soon()
            if row.input.has_focus:
                self._offer(row)

    @on(Entry.Tidied)
    def _tidied(self, event: Entry.Tidied) -> None:
        self._status.say(event.sentence)

    @on(Choice.Changed)
    def _chose(self, event: Choice.Changed) -> None:
        row = self._row_of(event.strip)
        if row:
            row.say_hint()
            self._say_below()
            self.keep_soon()

    def _say_below(self) -> None:
        if self._below is not None:
            self._said_below.say([(sentence, PLAIN) for sentence in self._below(self.values())])

    # Suggestions

    def _offer(self, row: FieldRow) -> None:
        """Show what `row` suggests for what is typed in it."""
        suggest = row.field.suggest
        self._offered = suggest(row.text) if suggest and not self._is_taken(row) else ()
        self._aimed = False
        self._suggestions.display = self._below is None or bool(self._offered)
        self._suggestions.set_source(
            SequenceSource(
                [
                    ListingRow(str(place), (suggestion.label, suggestion.detail))
                    for place, suggestion in enumerate(self._offered)
                ]
            )
        )

    def _is_taken(self, row: FieldRow) -> bool:
        return row.is_settled and bool(row.text)

    def _settle(self, row: FieldRow) -> None:
        """Take the suggestion under the cursor: always for a pick, else only if aimed at."""
        place = self._suggestions.cursor_key
        wanted = self._aimed or (row.field.kind == "pick" and not row.is_settled)
        if self._offered and place is not None and wanted:
            row.take(self._offered[int(place)])

    # Keys

    def action_up(self) -> None:
        """Go to the suggestion above, or to the field above."""
        self._arrow(-1)

    def action_down(self) -> None:
        """Go to the suggestion below, or to the field below."""
        self._arrow(1)

    def action_next(self) -> None:
        """Go to the next field."""
        self._go(1)

    def action_previous(self) -> None:
        """Go to the previous field."""
        self._go(-1)

    def action_enter(self) -> None:
        """Go to the next field; save from the last one (or, if so declared, from any)."""
        if self._enter_saves or self._focused_place() == len(self._rows) - 1:
            self.action_save()
        else:
            self._go(1)

    @on(Entry.Submitted)
    def _submitted(self, event: Entry.Submitted) -> None:
        self.action_enter()

    def action_help(self) -> None:
        """Show the keys of a form; where it asks for a day, how days can be typed, too."""
        from tui.widgets.keyhelp import OF_DAYS, OF_FORMS, KeyHelp

        asks_for_day = any(field.kind == "day" for field in self._fields)
        self.app.push_screen(KeyHelp(OF_FORMS + OF_DAYS if asks_for_day else OF_FORMS))

    def action_leave(self) -> None:
        """Leave without an answer."""
        self.leave(on_purpose=True)
        self.dismiss(None)

    def action_save(self) -> None:
        """Check what is typed and hand it over, or say all that is wrong."""
        self._settle(self._focused_row())
        for row in self._rows:
            row.say_hint()
        self._status.say("")
        try:
            checked = self.checked(self._check)
            if self._on_save is None:
                self.end()
                self.dismiss(checked)
                return
            confirmation = self._on_save(checked)
        except Invalid as refused:
            self._say_errors(refused.errors)
        except ChangedMeanwhile as refused:
            self._status.say(f"{ERROR} {refused.sentence}")
            self.open_anew(refused)
        except Busy:
            self.follow()
        except Refused as refused:
            self._say_errors(refused.errors or (FieldError("", refused.sentence),))
        except StoreError as refused:
            self._status.say(f"{ERROR} {refused.sentence}")
        else:
            self._begin_next(confirmation)

    def answer(self, given: Mapping[str, str]) -> T:
        """What the form would answer with what is `given` of its fields, without being opened.

        Raises Refused where it has no such fields, or as `check` does.
        """
        declared = self.declared()
        if not given.keys() <= declared.keys():
            raise Refused(self.heading, _("This form asks something else."))
        return self._check(declared | dict(given))

    def _begin_next(self, confirmation: str) -> None:
        self.tell_what_is_filled_in(stays=True)
        self._status.say(confirmation)
        fresh = [row for row in self._rows if not row.field.sticky]
        for row in fresh:
            row.reset()
        self.begin()
        self.keeper.forget()
        (fresh or self._rows)[0].input.focus()
        self._offer((fresh or self._rows)[0])

    def _say_errors(self, errors: Sequence[FieldError]) -> None:
        rows = {row.field.name: row for row in self._rows}
        wrong = [rows[error.field] for error in errors if error.field in rows]
        for error in errors:
            if error.field in rows:
                rows[error.field].say_error(error.sentence)
            else:
                self._status.say(f"{ERROR} {error.sentence}")
        for row in self._rows:
            if row in wrong:
                row.input.focus()
                self._say_whole(row)
                break

    def _say_whole(self, row: FieldRow) -> None:
        """Say in the status what is wrong with `row` where there is no room for it beneath."""
        if row.is_cut(self.size.width):
            self._status.say(f"{ERROR} {row.error}")

    def _arrow(self, step: int) -> None:
        if not self._offered:
            self._go(step)
        elif self._aimed or self._rows[self._focused_place()].field.kind == "pick":
            self._aimed = True
            self._suggestions.move(0, step)
        elif step > 0:  # the first arrow down goes to the suggestion that is first
            self._aimed = True
        else:
            self._go(step)

    def _go(self, step: int) -> None:
        place = self._focused_place()
        self._settle(self._rows[place])
        self._rows[(place + step) % len(self._rows)].input.focus()

    def _focused_place(self) -> int:
        return next((i for i, row in enumerate(self._rows) if row.input.has_focus), 0)

    def _focused_row(self) -> FieldRow:
        return self._rows[self._focused_place()]

    def _row_of(self, widget: Widget) -> FieldRow | None:
        return next((row for row in self._rows if row.input is widget), None)
