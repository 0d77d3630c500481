"""A courteous reminder of what is lent, ready to be pasted into a chat."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from operator import attrgetter
from string import Formatter

from store import history, settings
from store.calendar import say_near
from store.errors import Refused
from store.language import CATALOGUES, N_, _, current, listed
from store.sharing import lending
from store.sharing.loans import LoanRow
from store.sharing.overdue import Lateness, lateness
from store.text import clean, shown

TEMPLATE_LENGTH = 1000

# What is said where the community has no words of its own, for one loan and for several.
DEFAULTS = {
    "reminder": N_(
        "Hello {resident}, the “{item}” that you borrowed from {lender} {when}. "
        "Could you take it back when it suits you? If you need it longer, just tell us. Thank you!"
    ),
    "reminder_many": N_(
        "Hello {resident}, {count} things that you borrowed are still with you: {items}. "
        "Could you take them back when it suits you? "
        "If you need one of them longer, just tell us. Thank you!"
    ),
}

# What a template may hold in braces, and what stands there afterwards.
PLACEHOLDERS = {
    "resident": N_("who took it, else the household"),
    "borrower": N_("the borrower's door and name"),
    "item": N_("what was lent"),
    "items": N_("what was lent, each with its lender and due date"),
    "lender": N_("the lender's door and name"),
    "lent": N_("the day it was lent"),
    "due": N_("the due date"),
    "when": N_("“was due back on …”, or “is due back on …”"),
    "days": N_("days late"),
    "count": N_("how many things"),
}


def text(loan_ids: Sequence[int], today: date) -> str:
    """The reminder of these loans, in the language spoken now; a paragraph for each household.

    Raises NotFound, or Refused where one has come back or the community's own words are unusable.
    """
    loans = lending.open_loans(loan_ids)
    rule = lateness(today)
    by_household: defaultdict[int, list[LoanRow]] = defaultdict(list)
    for loan in loans:
        by_household[loan.borrower_id].append(loan)
    return "\n\n".join(_paragraph(theirs, rule) for theirs in by_household.values())


def known_placeholders() -> dict[str, str]:
    """What may stand in braces in a template: each name, and what it is replaced by."""
    return {name: _(meaning) for name, meaning in PLACEHOLDERS.items()}


def template(key: str) -> str:
    """The words of the setting `key`, such as `reminder.en`: the community's own or the default."""
    return settings.text(key) or default(key)


def default(key: str) -> str:
    """What the setting `key` says in its own language where the community has set nothing."""
    name, language = key.split(".")
    message = DEFAULTS[name]
    if language == current():
        return _(message)
    import gettext

    return gettext.translation("qiaomen", CATALOGUES, [language], fallback=True).gettext(message)


def change(key: str, template: str) -> history.Told:
    """Let the setting `key`, such as `reminder.en`, say `template`; nothing is the default again.

    Raises Refused for a brace that stands alone, an unknown placeholder, or too long a text.
    """
    template = clean(template, TEMPLATE_LENGTH, _("The reminder"))
    list(_pieces(template))
    return settings.change_text(key, "" if template == default(key) else template)


def preview(template: str, loan_ids: Sequence[int], today: date) -> str:
    """What `template` would say of these loans. Raises NotFound, or Refused as `change` does."""
    return _filled(template, _words(lending.open_loans(loan_ids), lateness(today)))


def _paragraph(loans: Sequence[LoanRow], rule: Lateness) -> str:
    """What is said to one household."""
    name = "reminder" if len(loans) == 1 else "reminder_many"
    return _filled(template(f"{name}.{current()}"), _words(loans, rule))


def _filled(template: str, words: Mapping[str, str]) -> str:
    return "".join(said + (words[blank] if blank else "") for said, blank in _pieces(template))


def _pieces(template: str) -> Iterator[tuple[str, str | None]]:
    """The text of a template, each piece with the placeholder behind it. Raises Refused.

    Placeholders are only ever looked up by name: whoever writes a template reaches nothing else.
    """
    try:
        parsed = list(Formatter().parse(template))
    except ValueError as lone:
        raise Refused(
            _("Reminder"),
            _(
                "A brace stands alone in the text. Please write placeholders as {example}, "
                "and a brace that is meant as such twice."
            ).format(example="{item}"),
        ) from lone
    for said, name, form, conversion in parsed:
        if name is not None and (name not in PLACEHOLDERS or form or conversion):
            raise _unknown(name, form, conversion)
        yield said, name


def _unknown(name: str, form: str | None, conversion: str | None) -> Refused:
    written = name + (f"!{conversion}" if conversion else "") + (f":{form}" if form else "")
    return Refused(
        _("Reminder"),
        _("There is no placeholder {unknown}; there are {known}.").format(
            unknown=f"{{{shown(written, 30)}}}",
            known=listed(f"{{{known}}}" for known in PLACEHOLDERS),
        ),
    )


def _words(loans: Sequence[LoanRow], rule: Lateness) -> dict[str, str]:
    """What stands for each placeholder; of several loans the earliest days and the most late."""
    soonest = min(loans, key=attrgetter("due_on"))
    lenders = dict.fromkeys(_door(loan.lender, loan.lender_name) for loan in loans)
    return {
        "resident": _whom(loans),
        "borrower": _door(soonest.borrower, soonest.borrower_name),
        "item": listed(loan.item for loan in loans),
        "items": listed(_item(loan, rule) for loan in loans),
        "lender": listed(lenders),
        "lent": say_near(min(loan.lent_on for loan in loans), rule.today),
        "due": say_near(soonest.due_on, rule.today),
        "when": _when(soonest, rule),
        "days": str(max(rule.of(loan) for loan in loans)),
        "count": str(len(loans)),
    }


def _whom(loans: Sequence[LoanRow]) -> str:
    """Whom to greet: those who took the things; where one is not known, the household."""
    residents = dict.fromkeys(loan.resident for loan in loans)
    return listed(residents) if all(residents) else loans[0].borrower_name or loans[0].borrower


def _item(loan: LoanRow, rule: Lateness) -> str:
    return _("“{item}” of {lender} ({when})").format(
        item=loan.item, lender=_door(loan.lender, loan.lender_name), when=_when(loan, rule)
    )


def _when(loan: LoanRow, rule: Lateness) -> str:
    """How the due date stands to today, to be said in a sentence."""
    if loan.due_on == rule.today:
        return _("is due back today")
    day = say_near(loan.due_on, rule.today)
    if loan.due_on < rule.today:
        return _("was due back on {day}").format(day=day)
    return _("is due back on {day}").format(day=day)


def _door(address: str, name: str) -> str:
    return f"{address} {name}".rstrip()
