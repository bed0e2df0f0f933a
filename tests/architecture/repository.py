"""What the tests of the house look at: the folders and files of this repository."""

from __future__ import annotations

from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = (
    *("records", "ingest", "ocr", "archive", "retention_rules", "search_api", "accounts"),
    *("adapters", "web_ui", "app"),
)
FOLDERS = (*PRODUCT, "tests", "benchmarks", "deploy", "training", "requirements", "docs")


def files(*endings: str, under: tuple[str, ...] = PRODUCT) -> list[Path]:
    """Files with these endings, in order; what programs left behind is not looked at."""
    return [path for folder in under for path in _below(folder) if path.suffix in endings]


@cache
def _below(folder: str) -> tuple[Path, ...]:
    found = (path for path in (ROOT / folder).rglob("*") if path.is_file())
    return tuple(sorted(path for path in found if "__pycache__" not in path.parts and "target" not in path.parts))


def shown(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()
