"""Telephone numbers as they are shown: never whole, but to who asks for one (store.access.showing).

The store's reads mask them in the very question, by the SQL function `masked`.
"""

from __future__ import annotations

from store.errors import FieldError
from store.language import _

# The digits of a mobile number, of which a masked one shows the first three and the last four.
MOBILE, SHOWN, HIDDEN = 11, 7, 4
MASK = "·" * HIDDEN


def masked(phone: str) -> str:
    """A telephone number as far as anybody may see it: `138····1234`.

    At least four digits are hidden; of a number with seven or fewer, and of what is no number, all.
    """
    digits = "".join(sign for sign in phone if sign.isnumeric())[-MOBILE:]
    if len(digits) <= SHOWN:
        return MASK if phone else ""
    shown = len(digits) - HIDDEN
    return digits[: shown // 2] + MASK + digits[-(shown - shown // 2) :]


def is_masked(text: str) -> bool:
    """Whether this is how a number is shown, and not the number."""
    return MASK in text


def whole(field: str, phone: str) -> tuple[FieldError, ...]:
    """What is wrong with a telephone that is to be kept: it must be the number itself."""
    if not is_masked(phone):
        return ()
    sentence = _("“{phone}” is not the whole number. Please type it out, or leave it as it was.")
    return (FieldError(field, sentence.format(phone=phone)),)
