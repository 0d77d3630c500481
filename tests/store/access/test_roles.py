"""Which role may do which deed."""

from __future__ import annotations

import pytest

from store import deeds
from store.access import roles

OF_THE_DOOR = {"lend", "return", "renew", "contact", "attendance"}


def test_a_coordinator_may_do_every_deed() -> None:
    assert all(roles.may("coordinator", verb) for verb in deeds.TOLD)


def test_a_viewer_may_do_none() -> None:
    assert not any(roles.may("viewer", verb) for verb in deeds.TOLD)


def test_a_helper_may_do_what_is_done_at_the_door() -> None:
    of_helpers = {verb for verb in deeds.TOLD if roles.may("helper", verb)}
    assert of_helpers == roles.OF_HELPERS
    assert {verb.removeprefix("clear_").split("_")[0] for verb in of_helpers} == OF_THE_DOOR


@pytest.mark.parametrize("role", ["viewer", "helper"])
def test_a_deed_that_nobody_named_wants_a_coordinator(role: str) -> None:
    assert not roles.may(role, "thought of tomorrow")
