"""The whole end-to-end suite runs on both profiles."""

from __future__ import annotations

import pytest

from tests.server_installation import PROFILES


@pytest.fixture(scope="session", params=PROFILES)
def profile(request: pytest.FixtureRequest) -> str:
    return str(request.param)
