"""Which files a command line names, and what they are called in the batch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from records.errors import InvalidInput, Sentence

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_SYSTEM = frozenset({"thumbs.db", "desktop.ini"})


@dataclass(frozen=True, slots=True)
class Found:
    """Files to hand over with their names in the batch, and what was passed over."""

    files: tuple[tuple[str, Path], ...]
    passed_over: tuple[Path, ...]
    """Hidden files and folders, and what systems leave behind."""


def find_files(arguments: Sequence[Path]) -> Found:
    """Every file under the arguments, in order; a folder right below an argument names a dossier.

    Where two arguments hold folders of the same name, or files, the argument's own name is added, so
    that two dossiers never become one.

    Raises:
        InvalidInput (ingest.no_such_path): An argument does not exist.
        InvalidInput (ingest.nothing_found): There is no file.
    """
    files: list[tuple[str, Path]] = []
    passed_over: list[Path] = []
    tops: dict[str, Path] = {}
    for argument in arguments:
        if not argument.exists():
            raise InvalidInput(
                "ingest.no_such_path",
                Sentence(f"Không có tệp hoặc thư mục «{argument}».", f"There is no file or folder “{argument}”."),
                Sentence("Kiểm tra lại đường dẫn.", "Check the path."),
            )
        if argument.is_file():
            files.append((_distinct(argument.name, argument.parent, tops), argument))
            continue
        for path in sorted(p for p in argument.rglob("*") if p.is_file()):
            parts = path.relative_to(argument).parts
            if any(part.startswith(".") for part in parts) or path.name.lower() in _SYSTEM:
                passed_over.append(path)
                continue
            files.append(("/".join((_distinct(parts[0], argument, tops), *parts[1:])), path))
    if not files:
        raise InvalidInput(
            "ingest.nothing_found",
            Sentence("Không tìm thấy tệp nào để tiếp nhận.", "There is no file to take in."),
            Sentence("Chỉ vào thư mục chứa các bản quét.", "Name the folder that holds the scans."),
        )
    return Found(tuple(files), tuple(passed_over))


def _distinct(top: str, argument: Path, tops: dict[str, Path]) -> str:
    if tops.setdefault(top, argument) == argument:
        return top
    stem, dot, ending = top.rpartition(".")
    return f"{stem} ({argument.name}){dot}{ending}" if dot else f"{top} ({argument.name})"
