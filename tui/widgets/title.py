"""The title of a screen: it says at the right as much as there is room for."""

from __future__ import annotations

from collections.abc import Sequence

from tui import cells
from tui.widgets.bar import in_line
from tui.widgets.painted import BOLD, Line, Painted


class TitleBar(Painted):
    """One line: at the right stands the fullest of several texts that fits beside the left one.

    The `name` before the left one gives way where nothing fits beside both.
    """

    def __init__(self, name: str, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._name = name
        self._left = ""
        self._offered: tuple[str, ...] = ("",)

    def tell(self, left: str | None = None, offered: Sequence[str] | None = None) -> None:
        """Change the text at the left, or what may stand at the right, the fullest first."""
        self._left = self._left if left is None else left
        self._offered = self._offered if offered is None else tuple(offered)
        self.repaint()

    def draw(self, width: int, height: int) -> list[Line]:
        """Both texts; where nothing fits the left one is cut."""
        for left in (f"{self._name}  {self._left}", self._left):
            room = width - cells.width(left) - 1
            for right in self._offered:
                if cells.width(right) <= room:
                    return [in_line(left, right, width, BOLD)]
        return [in_line(self._left, self._offered[-1], width, BOLD)]
