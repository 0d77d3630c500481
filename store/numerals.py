"""Numbers as they are typed by a Chinese input method: full-width figures, and 二十五."""

from __future__ import annotations

import unicodedata

_DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
WAN = 10_000
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


def counted(text: str) -> int | None:
    """The whole number that is written as 一万二千, 三千五 or 一百零五; None for what is none."""
    total, below, digit, unit = 0, 0, 0, 1
    for place, sign in enumerate(text):
        if sign in _DIGITS:
            if digit:
                return None
            digit = _DIGITS[sign]
            unit = 1 if digit == 0 else unit
        elif sign in _UNITS:
            unit = _UNITS[sign]
            below += (digit or (1 if place == 0 else 0)) * unit
            digit = 0
        elif sign == "万" and place:
            total, below, digit, unit = (total + below + digit) * WAN, 0, 0, WAN
        else:
            return None
    # Of 三千五 the last sign stands for hundreds.
    return total + below + digit * max(unit // 10, 1) if text else None
