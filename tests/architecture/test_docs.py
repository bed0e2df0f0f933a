"""The documentation says what there is, all of it and nothing else."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest

from accounts.roles import CAPABILITIES
from app.cli.main import _commands
from app.settings import Settings
from archive.ocfl.codes import _SAYS
from records.reader import Capability
from tests.architecture.error_codes import codes_in
from tests.architecture.repository import PRODUCT, ROOT, files, shown
from web_ui.texts import LANGUAGES, TEXTS

if TYPE_CHECKING:
    from pathlib import Path

    import cyclopts

README = ROOT / "README.md"
PAGES = [README, *sorted((ROOT / "docs").rglob("*.md"))]
OPERATIONS = ROOT / "docs" / "operations.md"
ERRORS = ROOT / "docs" / "errors.md"
FOR_DEVELOPERS = {"VANKHO_SHARED_DATA", "VANKHO_FAULT_SEED", "VANKHO_CACHE"}
"""Variables that tests, benchmarks and scripts read; they are no settings."""

_OPTION = re.compile(r"(?<![\w-])--([a-z][a-z-]+)")
_SPOKEN = re.compile(r"(?<![\w./-])vankho((?:[ \t]+[a-z][a-z_-]*)+|[ \t]*$)", re.MULTILINE)
_CODE_SPAN = re.compile(r"```.*?```|`[^`\n]+`", re.DOTALL)


def _text(page: Path) -> str:
    return page.read_text(encoding="utf-8")


@cache
def _known() -> dict[tuple[str, ...], set[str]]:
    """Every command as its words, with its options."""
    return dict(_walk(_commands(), ()))


def _walk(app: cyclopts.App, so_far: tuple[str, ...]) -> list[tuple[tuple[str, ...], set[str]]]:
    found: list[tuple[tuple[str, ...], set[str]]] = []
    for name in app:
        if name.startswith("-"):
            continue
        command = app[name]
        if command.default_command is None:
            found += _walk(command, (*so_far, name))
            continue
        options = {
            option.removeprefix("--")
            for argument in command.assemble_argument_collection()
            for option in argument.names
            if option.startswith("--")
        }
        found.append(((*so_far, name), options))
    return found


def test_there_are_commands_to_document() -> None:
    assert ("ingest",) in _known()
    assert ("retention", "report") in _known()
    assert {"name", "dossier-by", "wait", "no-wait", "json"} <= _known()[("ingest",)]


def test_every_command_is_documented() -> None:
    table = _text(OPERATIONS)
    missing = [" ".join(words) for words in _known() if f"| `vankho {' '.join(words)}" not in table]
    assert not missing


def test_every_option_is_documented() -> None:
    rows = [line for line in _text(OPERATIONS).splitlines() if line.startswith("| `vankho ")]
    missing = []
    for words, options in _known().items():
        row = next((line for line in rows if line.startswith(f"| `vankho {' '.join(words)}")), "")
        # --json is told of once for all; of a pair (--wait, --no-wait) one is enough.
        wanted = {option.removeprefix("no-") for option in options} - {"json"}
        missing += [f"{' '.join(words)} --{o}" for o in sorted(wanted) if not re.search(rf"--(no-)?{o}\b", row)]
    assert not missing


@pytest.mark.parametrize("page", PAGES, ids=shown)
def test_every_command_spoken_of_exists(page: Path) -> None:
    wrong = []
    for span in _CODE_SPAN.findall(_text(page)):
        for line in span.splitlines():
            for spoken in _SPOKEN.finditer(line):
                words = tuple(spoken[1].split())
                if not words:
                    continue
                command = next((words[:n] for n in (2, 1) if words[:n] in _known()), None)
                if command is None:
                    wrong.append(f"vankho {' '.join(words)}")
                    continue
                rest = line[spoken.end() :].partition("#")[0]
                wrong += [
                    f"vankho {' '.join(command)} --{option}"
                    for option in _OPTION.findall(rest)
                    if option not in _known()[command] | {"help", "version"}
                ]
    assert not wrong


def test_every_setting_is_documented_with_its_name() -> None:
    documented = set(re.findall(r"^\| `(VANKHO_[A-Z0-9_]+)` \|", _text(OPERATIONS), re.MULTILINE))
    settings = {f"VANKHO_{name.upper()}" for name in Settings.model_fields}
    assert documented == settings | FOR_DEVELOPERS


@pytest.mark.parametrize(
    ("name", "default"),
    [
        (name, field.default)
        for name, field in Settings.model_fields.items()
        if field.default_factory is None  # those are worked out on each machine
    ],
)
def test_the_default_of_a_setting_is_told(name: str, default: object) -> None:
    row = re.search(rf"^\| `VANKHO_{name.upper()}` \| `([^`]*)`", _text(OPERATIONS), re.MULTILINE)
    assert row is not None
    assert row[1] == (json.dumps(default) if isinstance(default, list) else str(default))


@pytest.mark.parametrize("page", PAGES, ids=shown)
def test_every_setting_spoken_of_exists(page: Path) -> None:
    settings = {f"VANKHO_{name.upper()}" for name in Settings.model_fields}
    spoken = set(re.findall(r"VANKHO_[A-Z0-9_]*[A-Z0-9]", _text(page)))
    assert spoken <= settings | FOR_DEVELOPERS


def test_every_variable_for_developers_is_read_somewhere() -> None:
    scripts = [*files(".py", ".sh", under=("tests", "benchmarks", "deploy"))]
    read = {name for script in scripts for name in re.findall(r"VANKHO_[A-Z0-9_]*[A-Z0-9]", _text(script))}
    assert read >= FOR_DEVELOPERS


def _documented_codes() -> set[str]:
    return set(re.findall(r"^\| `([a-z_]+\.[a-zA-Z_]+)` \|", _text(ERRORS), re.MULTILINE))


def test_every_code_of_the_source_is_documented_and_the_other_way_round() -> None:
    source = codes_in(files(".py"))
    documented = _documented_codes()
    assert not {code: place for code, place in source.items() if code not in documented}
    assert not documented - set(source)


def test_every_code_of_ocfl_is_documented_and_the_other_way_round() -> None:
    section = _text(ERRORS).partition("### OCFL")[2].partition("\n## ")[0]
    assert set(re.findall(r"\b[EW]\d{3}\b", section)) == {code.partition(" ")[0] for code in _SAYS}


@pytest.mark.parametrize("page", PAGES, ids=shown)
def test_every_code_spoken_of_exists(page: Path) -> None:
    areas = "|".join(sorted({code.partition(".")[0] for code in _documented_codes()}))
    spoken = set(re.findall(rf"`((?:{areas})\.[a-z_]+)`", _text(page)))
    files_by_name = {code for code in spoken if code.rpartition(".")[2] in {"json", "py", "md", "xml"}}
    assert spoken - files_by_name <= _documented_codes()


@pytest.mark.parametrize("page", PAGES, ids=shown)
def test_every_link_leads_somewhere(page: Path) -> None:
    links = re.findall(r"!?\[[^\]]*\]\(([^)\s]+)\)", _text(page))
    assert links or page.parent != ROOT
    dead = []
    for link in links:
        target, _, anchor = link.partition("#")
        if re.match(r"[a-z]+:", target):
            continue
        there = (page.parent / unquote(target)).resolve() if target else page
        if not there.exists() or not there.is_relative_to(ROOT) or (anchor and anchor not in _anchors(there)):
            dead.append(link)
    assert not dead


def _anchors(page: Path) -> set[str]:
    heads = re.findall(r"^#+ (.+)$", _text(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("page", PAGES, ids=shown)
def test_every_path_spoken_of_exists(page: Path) -> None:
    tops = "|".join((*PRODUCT, "tests", "benchmarks", "deploy", "docs"))
    spoken = re.findall(rf"`((?:{tops})/[\w./-]*)`", _text(page))
    # evidence, access and archive are areas of the store too: those carry no ending and are told in their own page.
    wrong = [path for path in spoken if not (ROOT / path).exists()]
    assert not wrong


@pytest.mark.parametrize("page", PAGES, ids=shown)
def test_a_page_says_nothing_of_one_machine(page: Path) -> None:
    assert not re.findall(r"(?<![\w.])/(?:work|tmp|root|home)\b[\w/.-]*", _text(page))


def test_every_guide_is_there_in_both_languages() -> None:
    guides = {path.name for path in (ROOT / "docs" / "guides").glob("*.md")}
    people = ("clerk", "unit", "archivist", "administrator", "auditor")
    assert guides == {f"{person}.{language}.md" for person in people for language in ("vi", "en")}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_administrator_reads_what_each_role_may_do(language: str) -> None:
    guide = _text(ROOT / "docs" / "guides" / f"administrator.{language}.md")
    marks = rf"((?: [✓ ] \|){{{len(Capability)}}})"
    told = {
        name: re.findall(r"[✓ ](?= \|)", ticks)
        for name, ticks in re.findall(rf"^\| ([^|]+) \|{marks}$", guide, re.MULTILINE)
    }
    assert told == {
        TEXTS[f"people.role_{role}"][LANGUAGES.index(language)]: ["✓" if one in may else " " for one in Capability]
        for role, may in CAPABILITIES.items()
    }
