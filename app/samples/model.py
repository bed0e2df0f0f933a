"""What the generator tells of the files it made: the truth tests compare with."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path, PurePosixPath

    from ingest.model import FileState
    from records.description import Field


@dataclass(frozen=True, slots=True, kw_only=True)
class SamplePage:
    """A page as printed."""

    lines: tuple[str, ...]
    """In reading order; dotted leaders left out."""
    quarter_turns: int = 0
    """How often the picture has been turned clockwise, by a quarter each time, from upright."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One file, and what has to become of it."""

    name: PurePosixPath
    """Below the target folder."""
    state: FileState
    refusal: str = ""
    """The code of the finding that refuses it, empty for the others."""
    pages: tuple[SamplePage, ...] = ()
    """None for a file that is refused."""
    fields: Mapping[Field, str]
    """As printed; dates in ISO 8601. Only what a reader can know from this paper alone."""
    barcodes: tuple[str, ...] = ()
    born_digital: bool = False
    """Has its text in the file: nothing to read."""
    signed: bool = False
    secrecy: str = ""
    same_bytes_as: PurePosixPath | None = None

    @property
    def dossier(self) -> str:
        """The folder it lies in; empty for a loose file."""
        return "" if len(self.name.parts) == 1 else self.name.parts[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleSet:
    """All files of one run."""

    folder: Path
    seed: int
    samples: tuple[Sample, ...]

    @property
    def pages(self) -> int:
        return sum(len(sample.pages) for sample in self.samples)

    @property
    def dossiers(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(sample.dossier for sample in self.samples if sample.dossier))

    def path(self, sample: Sample) -> Path:
        return self.folder / sample.name

    def to_plain(self) -> dict[str, Any]:
        """Values of JSON, without the folder: the same seed gives the same."""
        samples = []
        for sample in self.samples:
            plain = asdict(sample)
            plain["name"] = str(sample.name)
            plain["state"] = sample.state.value
            plain["fields"] = {field.value: value for field, value in sample.fields.items()}
            plain["same_bytes_as"] = None if sample.same_bytes_as is None else str(sample.same_bytes_as)
            samples.append(plain)
        return {"seed": self.seed, "samples": samples}
