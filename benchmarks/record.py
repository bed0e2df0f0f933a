"""Figures as they are written down: what, value, promise, command, date, load of the machine."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

RESULTS = Path(__file__).parent / "results"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One promised figure."""

    what: str
    value: float
    unit: str
    promise: str
    """As written in the requirement, for example ``<= 1.4``; empty where none was made."""

    @property
    def kept(self) -> bool | None:
        sign, _, limit = self.promise.partition(" ")
        if not limit:
            return None
        return self.value <= float(limit) if sign == "<=" else self.value >= float(limit)


def record(name: str, command: str, figures: list[Figure], note: str = "") -> None:
    """Write ``benchmarks/results/<name>.json``, from which docs/figures.md is made."""
    RESULTS.mkdir(exist_ok=True)
    body = {
        "name": name,
        "command": command,
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "load": [round(value, 2) for value in os.getloadavg()],
        "processors": os.cpu_count(),
        "note": note,
        "figures": [{**asdict(f), "kept": f.kept} for f in figures],
    }
    (RESULTS / f"{name}.json").write_text(json.dumps(body, ensure_ascii=False, indent=1) + "\n", "utf-8")
    for figure in figures:
        kept = {True: "kept", False: "NOT KEPT", None: ""}[figure.kept]
        print(f"{figure.what}: {figure.value:g} {figure.unit}  {figure.promise}  {kept}")


def shared_data() -> Path:
    """The folder of real inputs.

    Raises:
        SystemExit: It is not there.
    """
    folder = Path(os.environ.get("VANKHO_SHARED_DATA", Path(__file__).resolve().parents[2] / "shared" / "data"))
    if not folder.is_dir():
        raise SystemExit("set VANKHO_SHARED_DATA to the folder of real inputs")
    return folder
