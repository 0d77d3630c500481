"""Money as people write it; in the store it is whole fen, never a float."""

from __future__ import annotations

import re

from store import numerals
from store.errors import Refused
from store.language import _
from store.programme.models import MOST_FEN
from store.text import shown

YUAN = 100  # fen

_UNITS = {"万": 10_000, "w": 10_000, "千": 1_000, "k": 1_000, "百": 100}  # yuan
_AMOUNT = re.compile(
    r"[¥￥]?\s*(?P<yuan>\d+|\d{1,3}(?:,\d{3})+)(?:\.(?P<fraction>\d*))?\s*(?P<unit>[万w千k百])?"
    r"\s*(?:[元圆块]钱?|yuan|rmb)?",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"([零〇一二两三四五六七八九十百千万]+)[元圆块]?钱?整?")


def parse(text: str, least: int = 0) -> int:
    """What an amount in yuan is in fen: `98000`, `¥98,000.50`, `9.8万`, 一万二.

    Raises Refused for what is no amount, is below `least` fen, or is not whole fen.
    """
    typed = numerals.narrow(text)
    counted = _COUNTED.fullmatch(typed)
    yuan = numerals.counted(counted[1]) if counted else None
    typed = typed if yuan is None else str(yuan)
    if typed.startswith(("-", "−")):
        raise _refusal(_("{amount} is negative: please give the amount without a sign."), text)
    found = _AMOUNT.fullmatch(typed)
    if found is None:
        raise _refusal(_("“{amount}” is no amount of money. Please write it like 98000.50."), text)
    unit = _UNITS.get((found["unit"] or "").casefold(), 1) * YUAN
    fraction = (found["fraction"] or "").rstrip("0")
    whole, rest = divmod(int(fraction or 0) * unit, 10 ** len(fraction))
    if rest:
        raise _refusal(_("“{amount}” is not in whole fen: at most two decimals of a yuan."), text)
    amount = int(found["yuan"].replace(",", "")[:20]) * unit + whole
    if amount > MOST_FEN:
        raise _refusal(_("“{amount}” is more money than there is room for."), text)
    if amount < least:
        raise _refusal(_("“{amount}” is too little: please give an amount above nothing."), text)
    return amount


def say(fen: int) -> str:
    """An amount as a person reads it: `¥98,000`, `¥0.50`, `−¥3`."""
    yuan, rest = divmod(abs(fen), YUAN)
    return ("−" if fen < 0 else "") + f"¥{yuan:,}" + (f".{rest:02}" if rest else "")


def written(fen: int) -> str:
    """An amount in yuan as a table holds it, which `parse` reads: `98000`, `0.50`."""
    yuan, rest = divmod(fen, YUAN)
    return f"{yuan}.{rest:02}" if rest else str(yuan)


def _refusal(sentence: str, text: str) -> Refused:
    return Refused(_("Amount"), sentence.format(amount=shown(text.strip(), 30)))
