"""How usual a syllable is between its neighbours, counted over office texts.

Counts lie in sorted arrays under the hash of what is counted: half a megabyte a worker, no words in the clear.
Made by ``python -m training.bigrams``; the texts are named in ``training/README.md``.
"""

from __future__ import annotations

import math
import re
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from records.errors import Misconfigured, Sentence
from records.folding import normalise

if TYPE_CHECKING:
    import numpy.typing as npt

COUNTS = Path(__file__).parent / "models" / "bigrams-1.npz"
_LETTERS = re.compile(r"[^\W\d_]+")
_SEEN_TIMES = 5
"""After so many pairs that begin with a syllable, they and its own frequency weigh alike."""
_UNSEEN = 0.02
"""Counts for a syllable that never came."""
_POSSIBLE = 20_000
"""Syllables that can be written, about."""


def syllables_of(text: str) -> list[str]:
    """Its runs of letters in small letters and NFC: what is counted, and what is looked up."""
    return [run.lower() for run in _LETTERS.findall(normalise(text))]


def key_of(*syllables: str) -> int:
    """What a syllable, or a pair, is counted under; both in small letters and NFC."""
    return int.from_bytes(blake2b(" ".join(syllables).encode(), digest_size=8).digest(), "big")


class SyllableBigrams:
    """Loaded when made."""

    def __init__(self, counts: Path = COUNTS) -> None:
        """Raises ``Misconfigured (reading.no_engine)`` where the file is missing or damaged."""
        try:
            with np.load(counts, allow_pickle=False) as kept:
                self._keys: npt.NDArray[np.uint64] = kept["keys"]
                self._counts: npt.NDArray[np.uint32] = kept["counts"]
                self._all = int(kept["all"])
                self.name = str(kept["name"])
        except Exception as error:
            raise Misconfigured(
                "reading.no_engine",
                Sentence(f"Không nạp được bảng âm tiết {counts.name}.", f"The table {counts.name} does not load."),
                Sentence("Hãy cài đặt lại Vankho.", "Install Vankho again."),
            ) from error

    def log_likelihood(self, syllable: str, before: str | None, after: str | None) -> float:
        """Natural logarithm of how likely ``syllable`` stands between those two; None is a neighbour not known.

        Up to a number that depends on the neighbours alone.
        """
        found = math.log(self._after(syllable, before))
        return found + math.log(self._after(after, syllable)) if after else found

    def _after(self, syllable: str, before: str | None) -> float:
        alone = (self._count(syllable) + _UNSEEN) / (self._all + _UNSEEN * _POSSIBLE)
        if not before:
            return alone
        seen = self._count(before)
        weight = seen / (seen + _SEEN_TIMES)
        return weight * self._count(before, syllable) / max(seen, 1) + (1 - weight) * alone

    def _count(self, *syllables: str) -> int:
        key = np.uint64(key_of(*syllables))
        at = int(np.searchsorted(self._keys, key))
        return int(self._counts[at]) if at < len(self._keys) and self._keys[at] == key else 0
