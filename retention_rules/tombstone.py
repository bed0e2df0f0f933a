"""What stays of a destroyed dossier: that it was there, why and by what decision it went. Nothing of people.

Neither title nor names nor texts are in it (Law 91/2025 on personal data): ids, codes, counts, digests,
dates, numbers. The same bytes come out of it for ever: the certificate is made over them.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from retention_rules.merkle import leaf_hash

if TYPE_CHECKING:
    from collections.abc import Mapping

    from records.identifiers import DossierId
    from retention_rules.disposal import DisposalList
    from retention_rules.model import Assignment

FORMAT = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Holdings:
    """What was there of a dossier."""

    documents: int
    pages: int
    files: int
    objects: int
    """Of its package in the store, with every version of each."""
    bytes: int
    version: int
    inventory_sha512: str
    """Of the newest inventory of its package, which names the digest of all that it held."""
    originals_sha256: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where something of a dossier could have lain, looked into when everything had gone."""

    name: str
    looked: int
    """How many keys, prefixes, documents or tables."""
    left: int = 0


def tombstone(
    dossier: DossierId, *, code: str, made: Assignment, listed: DisposalList, holdings: Holdings
) -> dict[str, Any]:
    """Values of JSON that say what is going, by which rule and which decision."""
    decision = listed.decision
    assert decision is not None, "the gate lets nothing go without one"
    return {
        "format": FORMAT,
        "dossier": dossier.value,
        "code": code,
        "rule": made.rule.id,
        "period": made.rule.period,
        "clause": made.rule.clause,
        "schedule": made.explanation.schedule,
        "expired_on": made.expires_on.isoformat() if made.expires_on else None,
        "list": listed.id.value,
        "list_digest": listed.digest,
        "decision": decision.number,
        "decided_on": decision.decided_on.isoformat(),
        "holdings": {**asdict(holdings), "originals_sha256": sorted(holdings.originals_sha256)},
    }


def shown_gone(said: Mapping[str, Any], *, at: str, places: Mapping[str, Place]) -> dict[str, Any]:
    """The same with the moment (ISO 8601, UTC) and where it was looked for in vain."""
    return {**said, "destroyed_at": at, "looked_into": {name: asdict(place) for name, place in sorted(places.items())}}


def leaf_of(said: Mapping[str, Any]) -> str:
    """Its hash as a leaf of the certificate."""
    return leaf_hash(canonical(said))


def canonical(said: Mapping[str, Any]) -> bytes:
    """The one spelling of values of JSON that are hashed: keys in order, no blanks, UTF-8."""
    return json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
