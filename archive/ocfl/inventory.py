"""The inventory of an OCFL object (OCFL 1.1, 3.5): what each version holds and where.

Written deterministically: the same inventory is always the same bytes. SHA-512 addresses
content; SHA-256 stands in the fixity block because the law and PREMIS ask for it.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from records.errors import Damaged, Sentence

if TYPE_CHECKING:
    from collections.abc import Mapping

TYPE = "https://ocfl.io/1.1/spec/#inventory"
NAME = "inventory.json"
SIDECAR = "inventory.json.sha512"
CONTENT = "content"


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One version of an object: the whole state, and who made it when and why."""

    created: datetime
    state: Mapping[str, str]
    """Logical path → SHA-512."""
    message: str
    user: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Inventory:
    """Everything the object holds, as of its head version."""

    id: str
    versions: tuple[Version, ...]
    """Version n stands at index n - 1; never empty."""
    manifest: Mapping[str, str]
    """Content path, from the object's root → SHA-512."""
    sha256: Mapping[str, str] = field(default_factory=dict)
    """Content path → SHA-256: the fixity block."""

    @property
    def head(self) -> int:
        return len(self.versions)

    @property
    def state(self) -> Mapping[str, str]:
        """Logical path → SHA-512 of the head version."""
        return self.versions[-1].state

    def content_path(self, sha512: str) -> str:
        """Where the bytes lie; the first in order where they lie twice.

        Raises:
            KeyError: Nothing with that digest.
        """
        found = min((path for path, digest in self.manifest.items() if digest == sha512), default=None)
        if found is None:
            raise KeyError(sha512)
        return found

    def content_paths(self) -> dict[str, str]:
        """SHA-512 → content path, for looking up many."""
        return {digest: path for path, digest in sorted(self.manifest.items(), reverse=True)}


def serialise(inventory: Inventory) -> bytes:
    """The inventory as JSON, UTF-8, keys sorted, two blanks of indent, a line feed at the end."""
    plain = {
        "digestAlgorithm": "sha512",
        "fixity": {"sha256": _paths_by_digest(inventory.sha256)},
        "head": f"v{inventory.head}",
        "id": inventory.id,
        "manifest": _paths_by_digest(inventory.manifest),
        "type": TYPE,
        "versions": {
            f"v{number}": {
                "created": version.created.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z"),
                "message": version.message,
                "state": _paths_by_digest(version.state),
                "user": {"address": _address(version.user), "name": version.user},
            }
            for number, version in enumerate(inventory.versions, start=1)
        },
    }
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, indent=2).encode() + b"\n"


def parse(content: bytes) -> Inventory:
    """An inventory with SHA-512 addresses and plain version numbers, as Vankho writes them.

    The validator says what is wrong with others; this only refuses to work on them.

    Raises:
        Damaged (archive.inventory_unreadable): It is not such an inventory.
    """
    try:
        plain = json.loads(content)
        if plain["digestAlgorithm"] != "sha512" or plain.get("contentDirectory", CONTENT) != CONTENT:
            raise ValueError("not an inventory of ours")  # noqa: TRY301 - one way out for all faults
        versions = tuple(_version(plain["versions"][f"v{n}"]) for n in range(1, len(plain["versions"]) + 1))
        if plain["head"] != f"v{len(versions)}":
            raise ValueError("the head is not the last version")  # noqa: TRY301 - see above
        return Inventory(
            id=plain["id"],
            versions=versions,
            manifest=_digest_by_path(plain["manifest"]),
            sha256=_digest_by_path(plain.get("fixity", {}).get("sha256", {})),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Damaged(
            "archive.inventory_unreadable",
            Sentence(
                "Bản kê (inventory) của hồ sơ không đọc được.", "The inventory of the dossier cannot be understood."
            ),
            Sentence(
                "Chạy kiểm tra toàn vẹn (vankho verify) và khôi phục hồ sơ từ bản sao.",
                "Run vankho verify and restore the dossier from a copy.",
            ),
        ) from error


def sidecar(sha512: str) -> bytes:
    """Content of ``inventory.json.sha512`` (OCFL 1.1, 3.7)."""
    return f"{sha512} {NAME}\n".encode()


def version_number(name: str) -> int | None:
    """The number of a version folder ``v1``, ``v0002``…; None for any other name."""
    matched = re.fullmatch(r"v(\d+)", name, re.ASCII)
    return int(matched[1]) if matched and int(matched[1]) > 0 else None


def _version(plain: dict[str, Any]) -> Version:
    user = plain.get("user") or {}
    return Version(
        created=datetime.fromisoformat(plain["created"]),
        state=_digest_by_path(plain["state"]),
        message=plain.get("message", ""),
        user=user.get("name", ""),
    )


def _address(user: str) -> str:
    # The specification wants a URI; RFC 7565 names accounts.
    return f"mailto:{user}" if re.fullmatch(r"[^@\s]+@[^@\s]+", user) else f"acct:{quote(user, safe='')}@localhost"


def _paths_by_digest(digests: Mapping[str, str]) -> dict[str, list[str]]:
    paths: defaultdict[str, list[str]] = defaultdict(list)
    for path in sorted(digests):
        paths[digests[path]].append(path)
    return dict(paths)


def _digest_by_path(block: Mapping[str, list[str]]) -> dict[str, str]:
    return {path: digest.lower() for digest, paths in block.items() for path in paths}
