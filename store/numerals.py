"""Numbers as they are typed by a Chinese input method: full-width figures, and 二十五."""

from __future__ import annotations

import unicodedata

_DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
COUNTED = "[零〇一二两三四五六七八九十]"


def narrow(text: str) -> str:
    """What was typed with full-width signs as narrow ones, without spaces around."""
    return unicodedata.normalize("NFKC", text).strip()


def figures(counted: str) -> str:
    """A number up to 99 written as 二十五, in figures; what is none stays as it is."""
    tens, ten, ones = counted.rpartition("十")
    if any(sign not in _DIGITS for sign in tens + ones) or len(tens) > 1 or len(ones) > 1:
        return counted
    if not ten:
        return str(_DIGITS[ones])
    return str(10 * _DIGITS.get(tens, 1) + _DIGITS.get(ones, 0))


def spelled(digits: str) -> str:
    """Digits said one by one, as 二〇二六, in figures."""
    return "".join(str(_DIGITS.get(sign, sign)) for sign in digits)
