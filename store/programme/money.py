"""Money as people write it; in the store it is whole fen, never a float."""

from __future__ import annotations

import re
import unicodedata

from store.errors import Refused
from store.language import _
from store.programme.models import MOST_FEN
from store.text import shown

YUAN = 100  # fen
WAN = 10_000 * YUAN  # 万

_AMOUNT = re.compile(
    r"[¥￥]?\s*(?P<yuan>\d+|\d{1,3}(?:,\d{3})+)(?:\.(?P<fraction>\d*))?\s*(?P<unit>万|w|元|yuan|rmb)?元?",
    re.IGNORECASE,
)


def parse(text: str, least: int = 0) -> int:
    """What an amount in yuan is in fen: `98000`, `¥98,000.50`, `9.8万`.

    Raises Refused for what is no amount, is below `least` fen, or is not whole fen.
    """
    typed = unicodedata.normalize("NFKC", text).strip()
    if typed.startswith(("-", "−")):
        raise _refusal(_("{amount} is negative: please give the amount without a sign."), text)
    found = _AMOUNT.fullmatch(typed)
    if found is None:
        raise _refusal(_("“{amount}” is no amount of money. Please write it like 98000.50."), text)
    unit = WAN if (found["unit"] or "").casefold() in ("万", "w") else YUAN
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
