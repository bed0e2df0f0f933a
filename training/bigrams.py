"""Counts syllables and pairs of them over texts, for ``adapters/line_reader/syllable_bigrams.py``.

usage: python -m training.bigrams --texts FILE... --name bigrams-1 --out adapters/line_reader/models/bigrams-1.npz
"""

from __future__ import annotations

import argparse
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from adapters.line_reader.syllable_bigrams import key_of, syllables_of

if TYPE_CHECKING:
    from collections.abc import Iterable


def counted(texts: Iterable[str]) -> Counter[tuple[str, ...]]:
    """How often each syllable and each pair of neighbours in a line comes, in small letters."""
    found: Counter[tuple[str, ...]] = Counter()
    for text in texts:
        for line in text.splitlines():
            syllables = syllables_of(line)
            found.update((syllable,) for syllable in syllables)
            found.update(pairwise(syllables))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=Path, nargs="+", required=True)
    parser.add_argument("--name", required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    found = counted(path.read_text("utf-8", "ignore") for path in options.texts)
    kept = sorted((key_of(*what), count) for what, count in found.items())
    np.savez_compressed(
        options.out,
        keys=np.array([key for key, _ in kept], np.uint64),
        counts=np.array([count for _, count in kept], np.uint32),
        all=np.array(sum(count for what, count in found.items() if len(what) == 1)),
        name=np.array(options.name),
    )
    print(f"{len(kept)} syllables and pairs; {options.out.stat().st_size} bytes")


if __name__ == "__main__":
    main()
