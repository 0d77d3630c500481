"""The desk on a small village: its teams, and shifts of the week of 2026-11-23."""

from __future__ import annotations

import pytest

from fixtures.loader import load_sample
from tests.conftest import TODAY
from tests.store.farm.conftest import Village, build_village
from tui.main import QiaomenApp


@pytest.fixture
def village(compound: int) -> Village:
    """The village beside a compound, so that the desk begins at its grid."""
    return build_village()


@pytest.fixture
def desk(village: Village) -> QiaomenApp:
    """The app on the village."""
    return QiaomenApp(TODAY, None, load_sample)
