"""``python -m app.samples TARGET [--seed N] [--truth FILE]``: write the sample dossiers."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from app.samples import make_samples
from records.errors import VankhoError


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m app.samples", description="Make sample dossiers of invented people."
    )
    parser.add_argument("target", type=Path, help="folder to write into; made where it is missing")
    parser.add_argument("--seed", type=int, default=2026, help="the same seed gives the same pages (default: 2026)")
    parser.add_argument("--truth", type=Path, help="write what the files hold to this JSON file, outside the target")
    options = parser.parse_args(arguments)
    try:
        made = make_samples(options.target, seed=options.seed)
    except VankhoError as problem:
        sys.stderr.write(f"{problem.says.vi} {problem.hint.vi}\n{problem.says.en} {problem.hint.en}\n")
        return problem.exit_code
    if options.truth:
        options.truth.write_text(json.dumps(made.to_plain(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    dossiers, files = len(made.dossiers), len(made.samples)
    sys.stdout.write(
        f"Đã tạo {dossiers} thư mục hồ sơ, {files} tệp, {made.pages} trang trong {options.target}\n"
        f"Made {dossiers} dossier folders, {files} files, {made.pages} pages in {options.target}\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
