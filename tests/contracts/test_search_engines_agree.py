"""Both engines find the same pages: 460 queries of every kind, all hits compared."""

from __future__ import annotations

import pytest

from benchmarks.search.compare_engines import compare
from tests.services import elasticsearch_url


@pytest.mark.parametrize(
    "count",
    [
        pytest.param(2_000, marks=pytest.mark.timeout(600)),
        pytest.param(20_000, marks=[pytest.mark.long, pytest.mark.timeout(3600)]),
    ],
)
def test_both_engines_find_the_same(count: int) -> None:
    compared = compare(count, elasticsearch_url())
    assert compared.asked >= 400
    assert compared.differences == []
    # Alike is not enough: two engines that find nothing are alike too.
    assert compared.pages > 10 * compared.asked
    assert compared.deep == 0 or count > 10_000
    if count > 10_000:
        assert compared.deep > 0
