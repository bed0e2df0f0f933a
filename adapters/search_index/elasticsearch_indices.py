"""Versioned indices behind one name: ``vankho-v1-3`` is found as ``vankho``.

The alias is the index that answers and is written to; the alias with ``-next`` is the one being
made to take its place. Every change of both is one act of the server. Nobody writes to a name
that is no alias: an index that is gone is never made again by a write.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from elasticsearch import BadRequestError

from adapters.search_index import elasticsearch_page
from adapters.search_index.elasticsearch_errors import schema_changed, taken_over, two_indices
from adapters.search_index.held_page import SCHEMA_VERSION

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from elasticsearch import Elasticsearch

_TRIES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Indices:
    """The indices of one installation; ``alias`` is their name."""

    alias: str
    shards: int
    replicas: int

    @property
    def next_alias(self) -> str:
        return f"{self.alias}-next"

    def exists(self, client: Elasticsearch) -> bool:
        """Whether any index answers, of whatever version."""
        return bool(self._bearing(client)[self.alias])

    def live(self, client: Elasticsearch) -> str | None:
        """The index that answers, or None.

        Raises:
            Misconfigured (index.schema_changed): It was made by another version.
        """
        return self.live_and_next(client)[0]

    def live_and_next(self, client: Elasticsearch) -> tuple[str | None, str | None]:
        """The index that answers, and the one of this version that is being made, each or None.

        Raises:
            Misconfigured (index.schema_changed): The one that answers was made by another version.
        """
        bearing = self._bearing(client)
        live, following = bearing[self.alias], bearing[self.next_alias]
        if len(live) > 1:
            raise two_indices(self.alias)
        if live and self._version(live[0]) != SCHEMA_VERSION:
            raise schema_changed()
        # Another version's rebuild takes nothing of ours; it reads what it needs from the archive.
        ours = [name for name in following if self._version(name) == SCHEMA_VERSION]
        return (live[0] if live else None), (ours[0] if ours else None)

    def make(self, client: Elasticsearch) -> None:
        """Make the first index; nothing where another process just did."""
        there = self._there(client)
        # Name and absence from one look: of two that saw none, both take the same name, and one is refused.
        if not any(self.alias in each["aliases"] for each in there.values()):
            self._create(client, self._next_name(there), [self.alias])

    def begin_next(self, client: Elasticsearch) -> str:
        """An empty index that writers fill too from now on. One begun before and not ended is dropped."""
        for _ in range(_TRIES):
            name = self._next_name(self._there(client))
            for left_over in self._left_over(client):
                self.drop(client, left_over)
            if self._create(client, name, [self.next_alias, making_alias(name)]):
                return name
        raise taken_over()

    def give_place(self, client: Elasticsearch, name: str) -> None:
        """Let the index begun as ``name`` answer in place of the one before, at once; then drop that one.

        Raises:
            Conflict (index.busy): Another rebuild took over.
        """
        client.indices.refresh(index=name)
        actions: list[dict[str, Any]] = [
            {"remove": {"index": name, "alias": self.next_alias, "must_exist": True}},
            {"remove": {"index": name, "alias": making_alias(name), "must_exist": True}},
            {"add": {"index": name, "alias": self.alias}},
        ]
        before = self._bearing(client)[self.alias]
        actions += [{"remove": {"index": old, "alias": self.alias}} for old in before]
        client.indices.update_aliases(actions=actions)
        # Not in the same act: its shards would close before everybody is told who answers now.
        for old in before:
            if self._version(old) is not None:  # an index of a name not ours stays
                self.drop(client, old)

    def drop(self, client: Elasticsearch, name: str) -> None:
        client.options(ignore_status=404).indices.delete(index=name)

    def shortcomings(self, client: Elasticsearch) -> Iterator[str]:
        """What the live index lacks of what this version needs."""
        name = self.live(client)
        if name is None:
            return
        (there,) = client.indices.get(index=name).body.values()
        mapped, wanted = there["mappings"], elasticsearch_page.mapping()
        if mapped.get("dynamic") != wanted["dynamic"]:
            yield "dynamic"
        for field, needs in wanted["properties"].items():
            has = mapped.get("properties", {}).get(field, {})
            for key in ("type", "analyzer", "search_analyzer", "enabled"):
                if key in needs and _plain(has.get(key, "object" if key == "type" else None)) != _plain(needs[key]):
                    yield f"{field}.{key}"
        analysers = there["settings"]["index"].get("analysis", {}).get("analyzer", {})
        for analyser, needs in self._settings()["analysis"]["analyzer"].items():
            has = analysers.get(analyser, {})
            if has.get("tokenizer") != needs["tokenizer"] or (has.get("filter") or []) != needs["filter"]:
                yield analyser

    def _settings(self) -> dict[str, Any]:
        return elasticsearch_page.settings(shards=self.shards, replicas=self.replicas)

    def _bearing(self, client: Elasticsearch) -> dict[str, list[str]]:
        aliases = (self.alias, self.next_alias)
        # Where one of the two is missing the answer is 404 and tells of the other one.
        answer = client.options(ignore_status=404).indices.get_alias(name=",".join(aliases)).body
        named = {name: set(each["aliases"]) for name, each in answer.items() if isinstance(each, dict)}
        return {alias: sorted(name for name, its in named.items() if alias in its) for alias in aliases}

    def _left_over(self, client: Elasticsearch) -> list[str]:
        """What rebuilds left behind that were killed: before the new one answered, or just after."""
        return [
            name
            for name, each in self._there(client).items()
            if self._version(name) is not None and (not each["aliases"] or self.next_alias in each["aliases"])
        ]

    def _version(self, name: str) -> int | None:
        match = re.fullmatch(rf"{re.escape(self.alias)}-v(\d+)-\d+", name)
        return int(match[1]) if match else None

    def _there(self, client: Elasticsearch) -> dict[str, Any]:
        """Every index of this installation, with its aliases."""
        return dict(client.indices.get_alias(index=f"{self.alias}-v*", allow_no_indices=True).body)

    def _next_name(self, there: Iterable[str]) -> str:
        numbers = [int(name.rpartition("-")[2]) for name in there if self._version(name) is not None]
        return f"{self.alias}-v{SCHEMA_VERSION}-{max(numbers, default=0) + 1}"

    def _create(self, client: Elasticsearch, name: str, aliases: list[str]) -> bool:
        try:
            client.indices.create(
                index=name,
                settings=self._settings(),
                mappings=elasticsearch_page.mapping(),
                aliases={alias: {} for alias in aliases},
            )
        except BadRequestError as error:
            if error.error == "resource_already_exists_exception":
                return False
            raise
        return True


def making_alias(name: str) -> str:
    """Under which the maker of the index ``name`` fills it: gone as soon as it is dropped or done."""
    return f"{name}-making"


def _plain(value: object) -> str:
    return str(value).lower()
