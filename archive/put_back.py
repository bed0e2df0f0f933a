"""Put a damaged object of a package back: from what follows of its inventory, or from a copy elsewhere."""

from __future__ import annotations

import io
from enum import StrEnum
from typing import TYPE_CHECKING

from archive.ocfl.streams import digests_of
from records.identifiers import Digest

if TYPE_CHECKING:
    from archive.find_damage import Copies, Damage
    from records.ports.object_store import ObjectStore


class Source(StrEnum):
    """Where the bytes came from that were put back."""

    INVENTORY = "inventory"
    COPY = "copy"


def put_back(store: ObjectStore, damage: Damage, copies: Copies) -> Source | None:
    """Put the right bytes where the damage is; None where nobody has them, and nothing was changed.

    A copy counts by its digest alone, which has to be that of the inventory. Repeatable.

    Raises:
        Conflict (store.changed): Something else lies there than when the damage was found; it stays.
        Damaged (store.digest_mismatch): The copy changed while it was read; what lay there stays.
        Unavailable: The store does not answer.
    """
    if damage.content is not None:
        content = damage.content
        store.mend(damage.key, io.BytesIO(content), Digest.of(content), damaged=damage.found)
        return Source.INVENTORY
    try:
        copy = copies(damage.key)
        if copy is None:
            return None
        with copy:
            told = digests_of(copy)
            if told.sha512 != damage.sha512:
                return None
            copy.seek(0)
            store.mend(damage.key, copy, Digest(told.sha256), damaged=damage.found)
    except OSError:  # of the medium of the copy: what the store has to say are errors of ours
        return None
    return Source.COPY
