"""The desk beside a small programme: a garden project and a park."""

from __future__ import annotations

import pytest

from fixtures.loader import load_sample
from tests.conftest import TODAY
from tests.tui.programme.garden import Garden, build_garden
from tui.main import QiaomenApp


@pytest.fixture
def garden(compound: int) -> Garden:
    """The garden and the park, beside a compound, so that the desk begins at its grid."""
    return build_garden()


@pytest.fixture
def desk(garden: Garden) -> QiaomenApp:
    """The app on the programme."""
    return QiaomenApp(TODAY, None, load_sample)
