"""The 64 pages with ground truth, and the scorer that lies beside them."""

from __future__ import annotations

import importlib.util
import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import ModuleType

REPOSITORY = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("VANKHO_SHARED_DATA", REPOSITORY.parent / "shared" / "data"))
TOOLS = SHARED.parent / "tools"
MEDIA_TYPES = {".jpg": "image/jpeg", ".tif": "image/tiff", ".png": "image/png", ".pdf": "application/pdf"}


@dataclass(frozen=True, slots=True, kw_only=True)
class TruePage:
    name: str
    path: Path
    media_type: str
    profile: str
    quarter_turns: int
    """Counter-clockwise, that make the page upright."""
    skew: float
    """Degrees counter-clockwise by which its lines lean."""
    lines: tuple[str, ...]


def synthetic_pages() -> list[TruePage]:
    folder = SHARED / "synthetic"
    pages = json.loads((folder / "meta.json").read_text("utf-8"))
    return [
        TruePage(
            name=page["name"],
            path=folder / page["file"],
            media_type=MEDIA_TYPES[Path(page["file"]).suffix],
            profile=page["profile"],
            quarter_turns=-page["rot90"] % 4,
            skew=page["skew"],
            lines=tuple(segment["text"] for segment in page["segments"]),
        )
        for page in pages
    ]


def scorer(name: str) -> ModuleType:
    """The tool ``name`` of the shared folder as a module."""
    path = TOOLS / f"{name}.py"
    if not path.is_file():
        sys.exit(f"the scorer is not here: {path} (set VANKHO_SHARED_DATA)")
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
