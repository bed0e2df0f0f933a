"""veraPDF, the reference validator of PDF/A: one start for many files."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

RUNNER = Path(__file__).resolve().parent.parent / "deploy" / "verapdf" / "verapdf.sh"


def check(paths: Sequence[Path], flavour: str) -> list[str]:
    """What veraPDF holds against the files at ``flavour`` (``2b``, ``2u``); an empty list: all conform.

    One entry for each rule that a file breaks: its name, the clause and what was found. A file
    that veraPDF could not judge is an entry too.
    """
    if not paths:
        return []
    run = subprocess.run(
        [str(RUNNER), "--format", "json", "--maxfailuresdisplayed", "1", "-f", flavour, *map(str, paths)],
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    if run.returncode not in {0, 1}:
        raise RuntimeError(f"veraPDF gave up with {run.returncode}: {run.stderr[-2000:]}")
    jobs = json.loads(run.stdout)["report"]["jobs"]
    failures = [failure for job in jobs for failure in _failures(job)]
    if len(jobs) != len(paths):
        failures.append(f"veraPDF judged {len(jobs)} of {len(paths)} files")
    return failures


def _failures(job: dict[str, Any]) -> list[str]:
    name = Path(job["itemDetails"]["name"]).name
    results = job.get("validationResult")
    if not results:
        return [f"{name}: not judged: {job.get('taskException', {}).get('exceptionMessage', '')}"]
    return [
        f"{name}: {rule['clause']}-{rule['testNumber']}: {rule['description']} "
        f"({rule['failedChecks']} times, {(rule.get('checks') or [{}])[0].get('context', '')})"
        for result in results
        if isinstance(results, list)
        for rule in result["details"]["ruleSummaries"]
        if rule["ruleStatus"] == "FAILED"
    ]
