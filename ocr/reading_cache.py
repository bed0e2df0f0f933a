"""Readings kept by what they were read from: no picture is ever read twice by the same means.

The key is ``staging/readings/<aa>/<picture>/<sha256>.json``: the digest of the picture, then the
SHA-256 of how it is shown, engine, line finder and recipe; a new engine, model or recipe reads
anew and leaves the old reading behind.
"""

from __future__ import annotations

import hashlib
import io
import json
from dataclasses import replace
from typing import TYPE_CHECKING

from ocr.model import Straightening
from ocr.read_image import ImageReading
from records.errors import Conflict, NotFound
from records.identifiers import Digest, ObjectKey
from records.page_text import PageText

if TYPE_CHECKING:
    from ocr.model import PageImage
    from records.ports.object_store import ObjectStore

_FORMAT = 2
AREA = "staging/readings/"
DAYS_KEPT = 30
"""A cache of what was worked on lately, not a second archive: its readings go after so many days.

What is destroyed in the archive must not live on here, and an object a page for ever would be 88 million
a year in a province. Whoever runs an installation removes them: the store by a rule, a desk when it starts.
"""


class ReadingCache:
    """A cache over any object store; losing it costs time only."""

    def __init__(self, store: ObjectStore) -> None:
        self._store = store

    def get(self, key: ObjectKey) -> ImageReading | None:
        """The reading under ``key``, or None where there is none (or none that can be understood).

        Raises:
            Unavailable: The store does not answer.
        """
        try:
            with self._store.open(key) as content:
                plain = json.load(content)
            if plain["format"] != _FORMAT:
                return None
            turns, angle = plain["straightening"]
            return ImageReading(
                straightening=Straightening(quarter_turns=turns, angle=angle),
                text=PageText.from_plain(plain["text"]),
                ink=plain["ink"],
                marks=PageText.from_plain(plain["marks"]).lines,
            )
        except (NotFound, ValueError, KeyError, TypeError):
            return None

    def put(self, key: ObjectKey, reading: ImageReading) -> None:
        """Keep ``reading`` under ``key``; a reading that lies there already stays.

        Raises:
            Unavailable: The store does not answer.
        """
        content = json.dumps(
            {
                "format": _FORMAT,
                "straightening": [reading.straightening.quarter_turns, reading.straightening.angle],
                "ink": reading.ink,
                "text": reading.text.to_plain(),
                "marks": replace(reading.text, lines=reading.marks).to_plain(),
            },
            ensure_ascii=False,
            separators=(",", ":"),
        ).encode()
        try:
            self._store.put(key, io.BytesIO(content), Digest.of(content))
        except Conflict:
            # Another worker read the same picture at the same time.
            return

    def forget(self, picture: Digest) -> None:
        """Remove every reading of the picture, whatever read it; repeatable."""
        for found in list(self._store.list(folder_of(picture))):
            self._store.delete(found.key)


def folder_of(picture: Digest) -> str:
    """Beginning of the keys of every reading of the picture."""
    return f"{AREA}{picture.hex[:2]}/{picture.hex}/"


def reading_key(image: PageImage, engine: str) -> ObjectKey:
    """Where the reading of ``image`` by ``engine`` (reader, finder and recipe) is kept.

    The stream's digest alone does not name what is shown: the same stream may be turned by
    /Rotate on another page, so size, resolution and a sample of the pixels belong to the key.
    """
    sample = hashlib.sha256(image.pixels[::61, ::61].tobytes()).hexdigest()
    shape = "x".join(map(str, image.pixels.shape))
    name = hashlib.sha256("\n".join([image.digest.hex, shape, f"{image.dpi:.0f}", sample, engine]).encode()).hexdigest()
    return ObjectKey(f"{folder_of(image.digest)}{name}.json")
