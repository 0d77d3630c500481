"""One-line bars: a title or status, and the keys that can be pressed now."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rich.style import Style
from textual.geometry import Size

from tui import cells
from tui.widgets.painted import BOLD, DIM, PLAIN, Line, Painted, Span


class Bar(Painted):
    """One line with a text at the left and one at the right; the left one is cut first."""

    def __init__(
        self,
        left: str = "",
        right: str = "",
        *,
        style: Style = PLAIN,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._left = left
        self._right = right
        self._style = style

    @property
    def left(self) -> str:
        """The text at the left."""
        return self._left

    def say(
        self, left: str | None = None, right: str | None = None, style: Style | None = None
    ) -> None:
        """Change one or both texts, or the style."""
        self._left = self._left if left is None else left
        self._right = self._right if right is None else right
        self._style = self._style if style is None else style
        self.repaint()

    def offer(self, right: str) -> None:
        """Say something at the right, if both texts have room."""
        if cells.width(self._left) + 2 + cells.width(right) <= self.size.width:
            self.say(right=right)

    def draw(self, width: int, height: int) -> list[Line]:
        """Both texts in one line."""
        return [in_line(self._left, self._right, width, self._style)]


def in_line(left: str, right: str, width: int, style: Style) -> Line:
    """A text at the left and one at the right in one line; the left one is cut first."""
    right = cells.fit(right, min(cells.width(right), width))
    room = width - cells.width(right)
    left = cells.fit(left, room - 1) + " " if right else cells.fit(left, room)
    return ((left[:room] if room < 1 else left, style), (right, style))


class Notice(Painted):
    """Up to two lines for a sentence that must not be cut."""

    DEFAULT_CSS = "Notice { height: 2; }"

    def __init__(self) -> None:
        super().__init__()
        self._text = ""

    def say(self, text: str) -> None:
        """Show another sentence."""
        self._text = text
        self.repaint()

    def draw(self, width: int, height: int) -> list[Line]:
        """The sentence, wrapped."""
        return [((line, PLAIN),) for line in cells.wrap(self._text, width)[:height]]


class Lines(Painted):
    """Sentences that each begin a line of their own; as high as they need."""

    DEFAULT_CSS = "Lines { height: auto; }"

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._sentences: tuple[Span, ...] = ()

    def say(self, sentences: Sequence[Span]) -> None:
        """Show other sentences, each in its style."""
        before = len(self._wrapped(self.size.width))
        self._sentences = tuple(sentences)
        if len(self._wrapped(self.size.width)) != before:
            self.refresh(layout=True)
        self.repaint()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as the sentences take in this width."""
        return len(self._wrapped(width))

    def draw(self, width: int, height: int) -> list[Line]:
        """The sentences, wrapped."""
        return self._wrapped(width)

    def _wrapped(self, width: int) -> list[Line]:
        return [
            ((line, style),)
            for sentence, style in self._sentences
            for line in cells.wrap(sentence, max(width, 1))
        ]


class KeyHint(NamedTuple):
    """One key and what it does; low `priority` is dropped first, `always` never."""

    key: str
    label: str
    enabled: bool = True
    priority: int = 0
    always: bool = False


class KeyBar(Painted):
    """The keys of the moment in one line, in the order given."""

    def __init__(
        self, hints: Sequence[KeyHint] = (), *, id: str | None = None, classes: str | None = None
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._hints = tuple(hints)
        self._instead = ""

    def set_hints(self, hints: Sequence[KeyHint]) -> None:
        """Show other keys; what is said in their place stays."""
        if tuple(hints) != self._hints:
            self._hints = tuple(hints)
            self.repaint()

    def say_instead(self, text: str) -> None:
        """Show `text` in the keys' place; the keys again where it is empty."""
        if text != self._instead:
            self._instead = text
            self.repaint()

    def draw(self, width: int, height: int) -> list[Line]:
        """As many keys as fit; what cannot act now is in brackets and dim."""
        if self._instead:
            return [self._beside(self._instead, width)]
        return [_spans(_fitting(self._hints, width))]

    def _beside(self, text: str, width: int) -> Line:
        """`text`, and the keys that are never dropped; only their letters where it is long."""
        always = [hint for hint in self._hints if hint.always]
        needed = cells.width(text) + 2
        for keys in (_spans(always), _spans([hint._replace(label="") for hint in always])):
            taken = sum(cells.width(shown) for shown, _style in keys)
            if needed + taken <= width:
                break
        return ((cells.fit(text, max(width - taken - 2, 0)) + "  ", PLAIN), *keys)


def _spans(hints: Sequence[KeyHint]) -> Line:
    """The hints in a line; what cannot act now is in brackets and dim."""
    spans: list[Span] = []
    for hint in hints:
        spans.append(("  " if spans else "", PLAIN))
        if hint.enabled:
            label = f" {cells.safe(hint.label)}" if hint.label else ""
            spans += [(cells.safe(hint.key), BOLD), (label, PLAIN)]
        else:
            spans.append((_text(hint), DIM))
    return tuple(spans)


def _fitting(hints: Sequence[KeyHint], room: int) -> list[KeyHint]:
    """The hints that fit into `room`, the least important left out."""
    kept = list(hints)
    while sum(cells.width(_text(hint)) + 2 for hint in kept) - 2 > room:
        droppable = [i for i, hint in enumerate(kept) if not hint.always]
        if not droppable:
            break
        del kept[min(droppable, key=lambda i: (kept[i].priority, -i))]
    return kept


def _text(hint: KeyHint) -> str:
    text = f"{cells.safe(hint.key)} {cells.safe(hint.label)}"
    return text if hint.enabled else f"({text})"
