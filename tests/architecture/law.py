"""Makes docs/law.md: what the law asks (docs/law.toml), with the tests that carry its number.

    python -m tests.architecture.law

A test says which requirement it proves by ``@pytest.mark.law("R05")``, a whole file by ``pytestmark``. A
requirement is changed in docs/law.toml; the page is never edited by hand.
"""

from __future__ import annotations

import ast
import tomllib
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from tests.architecture.repository import ROOT, files, shown

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DATA = ROOT / "docs" / "law.toml"
PAGE = ROOT / "docs" / "law.md"
STATES = ("held", "in part", "open")
MOST_NAMES = 3
"""Tests of one file that are named one by one; of more the file is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """A row of the page."""

    number: str
    asks: str
    clause: str
    certainty: str
    """How sure its source is: words of the legend of the page."""
    state: str
    where: str
    """Where it is held, and what is missing; Markdown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """A test that carries the number of a requirement."""

    path: str
    name: str
    """Of the function; empty: every test of the file."""


def requirements() -> list[Requirement]:
    """In the order of the data."""
    return [Requirement(**row) for row in _data()["requirement"]]


@cache
def proofs() -> dict[str, list[Proof]]:
    """By number of requirement, in the order of files."""
    found: dict[str, list[Proof]] = {}
    for file in files(".py", under=("tests",)):
        for number, proof in _proofs_in(file):
            found.setdefault(number, []).append(proof)
    return found


def page() -> str:
    """docs/law.md as it is to be."""
    data, by_number = _data(), proofs()
    rows = "\n".join(_row(each, by_number.get(each.number, [])) for each in requirements())
    return f"{data['before'].strip()}\n\n{_HEAD}\n{rows}\n\n{data['after'].strip()}\n"


_HEAD = """\
| | requirement | clause | certainty | state | where, or what is missing | tests |
|---|---|---|---|---|---|---|"""


def _row(each: Requirement, proven: list[Proof]) -> str:
    cells = (each.number, each.asks, each.clause, each.certainty, each.state, each.where, _tests(proven))
    return f"|{'|'.join(f' {cell} ' if cell else ' ' for cell in cells)}|"


def _tests(proven: list[Proof]) -> str:
    told = []
    for path in dict.fromkeys(proof.path for proof in proven):
        names = sorted({proof.name for proof in proven if proof.path == path})
        if "" in names or len(names) > MOST_NAMES:
            told.append(f"`{path}`" if "" in names else f"`{path}` ({len(names)})")
        else:
            told.append(f"`{path}`: {', '.join(f'`{name}`' for name in names)}")
    return "; ".join(told)


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(DATA.read_text(encoding="utf-8"))


def _proofs_in(file: Path) -> Iterator[tuple[str, Proof]]:
    path = shown(file)
    for node in ast.parse(file.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_"):
            marks, name = node.decorator_list, node.name
        elif isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "pytestmark":
            marks, name = (node.value.elts if isinstance(node.value, ast.List | ast.Tuple) else [node.value]), ""
        else:
            continue
        for number in _numbers(marks):
            yield number, Proof(path=path, name=name)


def _numbers(marks: list[ast.expr]) -> Iterator[str]:
    for mark in marks:
        if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "pytest.mark.law":
            for said in mark.args:
                yield (
                    said.value if isinstance(said, ast.Constant) and isinstance(said.value, str) else ast.unparse(said)
                )


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
