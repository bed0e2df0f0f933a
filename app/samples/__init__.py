"""Sample dossiers for ``make demo`` and for tests, made on the spot: nothing real, nothing shipped."""

from app.samples.make import make_samples
from app.samples.model import Sample, SamplePage, SampleSet

__all__ = ["Sample", "SamplePage", "SampleSet", "make_samples"]
