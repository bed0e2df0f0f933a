"""The house stands as docs/architecture.md says: names, sizes, docstrings, ports and adapters."""

from __future__ import annotations

import ast
import re
from functools import cache
from typing import TYPE_CHECKING

import pytest

from tests.architecture.repository import FOLDERS, PRODUCT, ROOT, files, shown

if TYPE_CHECKING:
    from pathlib import Path

MOST_LINES = 400
MOST_STYLE_BYTES = 70 * 1024
MOST_SCRIPT_BYTES = 150 * 1024
FORBIDDEN_NAMES = {"utils", "util", "common", "core", "helpers", "helper", "manager", "misc"}
CODE = (*PRODUCT, "tests", "benchmarks")

# Which folder of adapters stands behind which port. A new folder of adapters is a new line here.
PORT_OF = {
    "barcode_reader": "BarcodeReader",
    "copy_marker": "CopyMarker",
    "form_writer": "FormWriter",
    "identity_provider": "IdentityProvider",
    "line_finder": "LineFinder",
    "line_reader": "LineReader",
    "object_store": "ObjectStore",
    "office_converter": "OfficeConverter",
    "page_renderer": "PageRenderer",
    "search_index": "SearchIndex",
    "signature_inspector": "SignatureInspector",
    "task_queue": "TaskQueue",
    "text_reader": "TextReader",
}
WITHOUT_PORT = {"catalogue"}
"""Statements on an open connection; no port, as docs/architecture.md says."""


_EXCEPTION = re.compile(r"#\s*(noqa(:\s*[A-Z]+\d+(,\s*[A-Z]+\d+)*)?|type:\s*ignore(\[[\w, -]+\])?)")
_REASON = re.compile(r"[^\W\d_]{3,}")


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def _classes(path: Path) -> tuple[ast.ClassDef, ...]:
    return tuple(node for node in _tree(path).body if isinstance(node, ast.ClassDef))


def _bases(one: ast.ClassDef) -> set[str]:
    return {base.attr if isinstance(base, ast.Attribute) else getattr(base, "id", "") for base in one.bases}


def test_no_file_is_long() -> None:
    every = files(".py", ".js", ".css", ".html", under=CODE)
    assert len(every) > 100
    long = {shown(path): lines for path in every if (lines := _lines(path)) > MOST_LINES}
    assert not long


def _lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def test_what_a_browser_loads_is_small() -> None:
    assert sum(path.stat().st_size for path in files(".css")) <= MOST_STYLE_BYTES
    assert sum(path.stat().st_size for path in files(".js")) <= MOST_SCRIPT_BYTES


def test_no_name_hides_what_is_inside() -> None:
    names = {part for path in files(".py", under=CODE) for part in path.relative_to(ROOT).with_suffix("").parts}
    assert not names & FORBIDDEN_NAMES


def test_every_package_says_what_it_is_for() -> None:
    packages = [path for path in files(".py") if path.name == "__init__.py"]
    assert len(packages) > len(PRODUCT)
    assert not [shown(path) for path in packages if not ast.get_docstring(_tree(path))]


def test_every_module_says_what_it_is_for() -> None:
    silent = [shown(path) for path in files(".py") if path.name != "__init__.py" and not ast.get_docstring(_tree(path))]
    assert not silent


def test_every_rule_that_is_switched_off_has_a_reason() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8").partition("[tool.ruff.lint]")[2]
    section = text.partition("[tool.ruff.lint.pydocstyle]")[0]
    rules = [line for line in section.splitlines() if re.search(r'"[A-Z]+\d*"', line) and '"ALL"' not in line]
    assert len(rules) > 20
    assert not [line.strip() for line in rules if not _REASON.search(line.rpartition("#")[2] if "#" in line else "")]


def test_every_exception_from_a_rule_has_a_reason() -> None:
    assert not [place for path in files(".py", under=CODE) for place in _without_reason(path)]


def _without_reason(path: Path) -> list[str]:
    """Lines with an exception and no word why: beside it, above it, or above the lines like it that it follows."""
    bare, explained = [], False
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        code, _, comment = line.partition("#")
        if found := _EXCEPTION.search(line):
            explained = explained or bool(_REASON.search(line[found.end() :]))
            bare += [] if explained else [f"{shown(path)}:{number}"]
        else:
            explained = not code.strip() and bool(_REASON.search(comment))
    return bare


def _ports() -> dict[str, tuple[Path, ast.ClassDef]]:
    places = [p for p in files(".py") if p.stem == "ports" or p.stem.endswith("_ports") or p.parent.name == "ports"]
    return {one.name: (path, one) for path in places for one in _classes(path) if "Protocol" in _bases(one)}


def test_there_are_ports() -> None:
    assert set(PORT_OF.values()) | {
        "AccessDesk",
        "PaperDesk",
        "ReferenceDesk",
        "Clock",
        "DirectUpload",
        "DisposalDesk",
        "DisposalSheets",
        "FormDesk",
        "RegisterDesk",
        "HandOverDesk",
        "ExecutionDesk",
        "HoldDesk",
        "ObjectErasure",
        "ObjectLocks",
        "IntakeDesk",
        "NewIndex",
        "ReadingRoom",
        "RedactionDesk",
        "RetentionDesk",
        "ScheduleDesk",
        "CodeListDesk",
        "SearchDesk",
        "SignInDesk",
        "SecondFactorDesk",
        "AuditDesk",
        "WorkDesk",
        "IdentityProvider",
        "CommonSignInDesk",
        "TransferDesk",
        "AccountDesk",
        "UnitDesk",
        "UseDesk",
    } == set(_ports())


@pytest.mark.parametrize("name", sorted(_ports()))
def test_a_port_promises_by_abstract_methods(name: str) -> None:
    path, port = _ports()[name]
    methods = [node for node in port.body if isinstance(node, ast.FunctionDef)]
    assert methods
    for method in methods:
        decorators = {getattr(decorator, "id", "") for decorator in method.decorator_list}
        assert "abstractmethod" in decorators, f"{shown(path)}: {name}.{method.name}"
        assert ast.get_docstring(method), f"{shown(path)}: {name}.{method.name} promises nothing"
    assert ast.get_docstring(port)


def test_every_folder_of_adapters_stands_behind_a_port() -> None:
    folders = {path.relative_to(ROOT / "adapters").parts[0] for path in files(".py", under=("adapters",))}
    assert folders - {"__init__.py"} == set(PORT_OF) | WITHOUT_PORT


@pytest.mark.parametrize("folder", sorted(PORT_OF))
def test_adapters_name_their_port(folder: str) -> None:
    """The technology of each file that has a class of its own name behind the port."""
    behind = [
        one.name
        for path in files(".py", under=(f"adapters/{folder}",))
        for one in _classes(path)
        if PORT_OF[folder] in _bases(one)
    ]
    assert behind
    port = _ports()[PORT_OF[folder]][1]
    promised = {node.name for node in port.body if isinstance(node, ast.FunctionDef)}
    for path in files(".py", under=(f"adapters/{folder}",)):
        for one in _classes(path):
            has = {node.name for node in one.body if isinstance(node, ast.FunctionDef)}
            if promised <= has:
                assert one.name in behind, (
                    f"{shown(path)}: {one.name} does all of {PORT_OF[folder]} and does not name it"
                )


def test_desks_name_their_port() -> None:
    named = {base for path in files(".py", under=("app/desks",)) for one in _classes(path) for base in _bases(one)}
    assert {"DisposalDesk", "HoldDesk", "IntakeDesk", "ReadingRoom", "RetentionDesk", "ScheduleDesk"} <= named
    assert {
        "SignInDesk",
        "AccessDesk",
        "AccountDesk",
        "UnitDesk",
        "DisposalSheets",
        "FormDesk",
        "RegisterDesk",
        "HandOverDesk",
        "RedactionDesk",
    } <= named
    assert {"PaperDesk", "ReferenceDesk", "CodeListDesk"} <= named
    assert {"SecondFactorDesk", "AuditDesk", "WorkDesk", "CommonSignInDesk", "UseDesk"} <= named


def test_the_tree_of_the_documentation_is_the_tree() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    block = page.partition("## The tree")[2].partition("```")[2].partition("```")[0]
    told = set(re.findall(r"^([a-z_]+)/", block, re.MULTILINE))
    there = {
        path.name
        for path in ROOT.iterdir()
        if path.is_dir() and not path.name.startswith(".") and not _is_made(path.name)
    }
    assert there == set(FOLDERS)
    assert told == there


def _is_made(name: str) -> bool:
    """Whether git is told to leave the folder alone."""
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").split()
    return any(line.strip("/") == name for line in ignored) or name.endswith(".egg-info") or name == "__pycache__"


def test_every_port_and_adapter_is_in_the_documentation() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    told = set(re.findall(r"^\| ([A-Z]\w+) \| `[\w/.]+` \|", page, re.MULTILINE))
    assert told == set(_ports())
    technologies = [
        path.name
        for folder, port in PORT_OF.items()
        for path in files(".py", under=(f"adapters/{folder}",))
        if any(port in _bases(one) for one in _classes(path))
    ]
    assert not [name for name in technologies if name not in page]


def test_the_flow_of_the_documentation_is_the_flow() -> None:
    from app.pipeline import FLOW

    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    table = page.partition("## The flow")[2].partition("\n## ")[0]
    assert set(re.findall(r"^\| ([a-z]+) \| an? ", table, re.MULTILINE)) == set(FLOW)


def test_migrations_stand_in_one_row() -> None:
    """Two that were written side by side have the same number, and no catalogue can be made."""
    from adapters.catalogue.schema import NEWEST_REVISION

    files = sorted((ROOT / "adapters" / "catalogue" / "migrations" / "versions").glob("[0-9]*.py"))
    assert [path.name[:4] for path in files] == [f"{number:04}" for number in range(1, len(files) + 1)]
    assert files[-1].name.startswith(NEWEST_REVISION)
