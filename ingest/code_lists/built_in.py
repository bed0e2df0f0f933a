"""The first version of each list, which comes with Vankho.

Kinds of documents by Decree 30/2020 and the law on legal documents, with ``typeName`` of Circular 05/2025 as one of
two copies has it; bodies of level 1 as far as they were seen of the list renewed by Decision 09/2025/QĐ-TTg, without
days; procedures: none yet. All of it is to be compared with the sources before it is relied on.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from ingest.code_lists.read_table import read_table

if TYPE_CHECKING:
    from ingest.code_lists.model import CodeListKind, Entry


@cache
def built_in_entries(kind: CodeListKind) -> tuple[Entry, ...]:
    """The entries of the first version."""
    content = (files("ingest.code_lists") / "data" / f"{kind.value}.csv").read_bytes()
    entries, findings = read_table(kind, content)
    if findings:  # a test holds this: a half-read table must never be shipped
        raise ValueError(f"the packaged list {kind} has {len(findings)} findings, first {findings[0]}")
    return entries
