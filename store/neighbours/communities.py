"""Communities by their names, made where somebody names a new one."""

from __future__ import annotations

from typing import NamedTuple

from store import recent
from store.errors import Refused
from store.language import _
from store.neighbours.models import NAME_LENGTH, Community
from store.text import clean, search_key, terms

MOST_OFFERED = 8


class CommunityRow(NamedTuple):
    """A community and the district that it belongs to."""

    name: str
    district: str


def check(name: str, district: str = "") -> tuple[str, str]:
    """A community's name and district as they may be stored. Raises Refused."""
    return clean(name, NAME_LENGTH, _("Community")), clean(district, NAME_LENGTH, _("District"))


def find_or_make(name: str, district: str = "") -> int:
    """The id of the community called `name`, inside the caller's deed.

    Raises Refused where it is known to belong to another district than `district`.
    """
    row = Community.select(Community.id, Community.district).where(Community.name == name)
    found = row.tuples().first()
    if found is None:
        return Community.insert(name=name, district=district).execute()
    community_id, known = found
    if district and not known:
        Community.update(district=district).where(Community.id == community_id).execute()
    elif district and district != known:
        sentence = _(
            "{community} belongs to {known}. For one of the same name in {district}, please write "
            "the district into the name."
        )
        words = {"community": name, "known": known, "district": district}
        raise Refused(_("Community"), sentence.format(**words))
    return community_id


def matching(text: str) -> tuple[CommunityRow, ...]:
    """The first few communities whose names answer to `text`: characters, pinyin or initials."""
    words = terms(text)
    rows = Community.select(Community.name, Community.district).order_by(Community.name).tuples()
    found = (CommunityRow(*row) for row in rows)
    answering = (row for row in found if all(word in search_key(row.name) for word in words))
    return tuple(row for row, _place in zip(answering, range(MOST_OFFERED), strict=False))


def latest_districts(typed: str = "") -> list[str]:
    """The districts of the latest communities that hold what is typed."""
    return recent.texts(Community.district, typed)
