"""One set of sample dossiers for all tests here: making it takes some 11 CPU seconds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.samples import SampleSet, make_samples

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.samples import Sample


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> SampleSet:
    return make_samples(tmp_path_factory.mktemp("samples"))


@pytest.fixture(scope="session")
def sample(made: SampleSet) -> Callable[[str], Sample]:
    def find(part: str) -> Sample:
        (found,) = [sample for sample in made.samples if part in str(sample.name)]
        return found

    return find
