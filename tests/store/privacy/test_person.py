"""Who somebody is: an address and a name, and all they were ever called."""

from __future__ import annotations

import pytest

from store.errors import NotFound
from store.farm import team
from store.neighbours import households
from store.privacy import person
from tests.store.privacy.conftest import FORMER_PHONE, NAME, PHONE, Neighbour


@pytest.mark.parametrize("text", [f"1-201 {NAME}", f"1 201 {NAME}", f"1单元201  {NAME}"])
def test_an_address_and_a_name_mean_somebody(neighbour: Neighbour, text: str) -> None:
    found = person.named(text)
    assert (found.resident_id, found.address) == (neighbour.resident, "1-201")
    assert found.members == (neighbour.member,)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (NAME, "address and the name"),
        ("", "address and the name"),
        ("1-201", "address and the name"),
        ("9-999 李敏", "no household"),
        ("1-201 李敏", "Nobody called"),
    ],
)
def test_what_means_nobody_is_told(neighbour: Neighbour, text: str, said: str) -> None:
    with pytest.raises(NotFound) as refused:
        person.named(text)
    assert said in refused.value.sentence


def test_former_names_and_telephones_are_known(neighbour: Neighbour) -> None:
    seen = households.resident_named(neighbour.household, NAME)
    households.edit_resident(seen, name="钱兰", phone=PHONE, note="")
    found = person.of(neighbour.resident)
    assert found.names == tuple(sorted(["钱兰", NAME]))
    assert found.phones == tuple(sorted([PHONE, FORMER_PHONE]))


def test_a_telephone_that_two_share_is_not_private(neighbour: Neighbour) -> None:
    households.add_resident(neighbour.household, name="她先生", phone=PHONE)
    assert person.of(neighbour.resident).private == (FORMER_PHONE,)


def test_a_member_who_is_linked_to_nobody_is_theirs_by_the_telephone(neighbour: Neighbour) -> None:
    other = households.add_resident(households.find("2-301").id, name="王芳", phone="13800001111")
    households.add_resident(households.find("2-302").id, name="王芳")
    member = team.add_member("王芳", [neighbour.team], phone="13800001111")
    assert person.of(other).members == (member,)
    assert person.of(other + 1).members == ()
