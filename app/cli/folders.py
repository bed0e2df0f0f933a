"""Which files a command line names, and what they are called in the batch."""

from __future__ import annotations

import errno
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from records.errors import InvalidInput, Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_SYSTEM = frozenset({"thumbs.db", "desktop.ini"})
_NAMED = 5
"""Entries that an error names; the rest are counted."""
_LINKED_FOLDER = Sentence("liên kết tới thư mục, không đi theo", "a link to a folder, which is not followed")
_NO_FILE = Sentence(
    "không phải tệp thường (ống dẫn, thiết bị hay socket)", "no regular file (a pipe, a device or a socket)"
)
_REASONS = {
    errno.EACCES: Sentence("không có quyền đọc", "no permission to read it"),
    errno.EPERM: Sentence("không có quyền đọc", "no permission to read it"),
    errno.ENOENT: Sentence("không còn ở đó, hoặc liên kết trỏ vào chỗ trống", "it is gone, or a link to nothing"),
    errno.ELOOP: Sentence("liên kết đi vòng tròn", "a link that leads back to itself"),
    errno.ENAMETOOLONG: Sentence("tên quá dài", "its name is too long"),
    errno.EIO: Sentence("lỗi đọc ổ đĩa", "the disk cannot be read there"),
    errno.ESTALE: Sentence("ổ mạng không còn nối", "the network drive is gone"),
}


@dataclass(frozen=True, slots=True)
class NotRead:
    """An entry that was named or lies under a folder that was, and cannot be taken in."""

    path: Path
    reason: Sentence


@dataclass(frozen=True, slots=True)
class Found:
    """Files to hand over with their names in the batch, and what is not among them."""

    files: tuple[tuple[str, Path], ...]
    passed_over: tuple[Path, ...]
    """Hidden files and folders, and what systems leave behind."""
    not_read: tuple[NotRead, ...]
    """What a person meant to hand over and that cannot be read, or is no regular file."""


def find_files(arguments: Sequence[Path]) -> Found:
    """Every file under the arguments, in order; a folder right below an argument names a dossier.

    Where two arguments hold folders of the same name, or files, the argument's own name is added, so
    that two dossiers never become one.

    Raises:
        InvalidInput (ingest.no_such_path): An argument does not exist.
        InvalidInput (ingest.folder_unreadable): An argument is a folder that cannot be read.
        InvalidInput (ingest.nothing_readable): There is something, and none of it can be read.
        InvalidInput (ingest.nothing_found): There is no file.
    """
    files: list[tuple[str, Path]] = []
    passed_over: list[Path] = []
    not_read: list[NotRead] = []
    tops: dict[str, Path] = {}
    for argument in arguments:
        _require(argument)
        if argument.is_file():
            files.append((_distinct(argument.name, argument.parent, tops), argument))
            continue
        for each in _under(argument):
            path = each.path if isinstance(each, NotRead) else each
            if path.name.startswith(".") or path.name.lower() in _SYSTEM:
                passed_over.append(path)
            elif isinstance(each, NotRead):
                not_read.append(each)
            else:
                parts = path.relative_to(argument).parts
                files.append(("/".join((_distinct(parts[0], argument, tops), *parts[1:])), path))
    if not files:
        raise _nothing(not_read)
    return Found(tuple(files), tuple(passed_over), tuple(not_read))


def reason_of(error: OSError) -> Sentence:
    """Why the system refused, for people."""
    name = errno.errorcode.get(error.errno or 0, "?")
    return _REASONS.get(error.errno or 0) or Sentence(f"hệ thống từ chối ({name})", f"the system refused ({name})")


def _require(argument: Path) -> None:
    try:
        argument.stat()
        if argument.is_dir():
            os.scandir(argument).close()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise InvalidInput(
            "ingest.no_such_path",
            Sentence(f"Không có tệp hoặc thư mục «{argument}».", f"There is no file or folder “{argument}”."),
            Sentence("Kiểm tra lại đường dẫn.", "Check the path."),
        ) from error
    except OSError as error:
        reason = reason_of(error)
        raise InvalidInput(
            "ingest.folder_unreadable",
            Sentence(f"Không đọc được «{argument}»: {reason.vi}.", f"“{argument}” cannot be read: {reason.en}."),
            Sentence(
                "Cấp quyền đọc cho tài khoản chạy vankho, hoặc chép thư mục sang chỗ đọc được.",
                "Let the account that runs vankho read it, or copy it to where it can be read.",
            ),
        ) from error


def _under(folder: Path) -> Iterator[Path | NotRead]:
    """Files below the folder in order, and what cannot be read; hidden folders as themselves, not entered."""
    if not folder.is_dir():
        yield NotRead(folder, _NO_FILE)
        return
    try:
        with os.scandir(folder) as listing:
            entries = sorted(listing, key=lambda entry: entry.name)
    except OSError as error:
        yield NotRead(folder, reason_of(error))
        return
    for entry in entries:
        path = Path(entry.path)
        try:
            if entry.is_dir(follow_symlinks=False):
                if entry.name.startswith("."):
                    yield path
                else:
                    yield from _under(path)
            elif entry.is_file():
                yield path
            else:
                path.stat()  # says what is wrong with a link
                yield NotRead(path, _LINKED_FOLDER if entry.is_dir() else _NO_FILE)
        except OSError as error:
            yield NotRead(path, reason_of(error))


def _nothing(not_read: Sequence[NotRead]) -> InvalidInput:
    if not not_read:
        return InvalidInput(
            "ingest.nothing_found",
            Sentence("Không tìm thấy tệp nào để tiếp nhận.", "There is no file to take in."),
            Sentence("Chỉ vào thư mục chứa các bản quét.", "Name the folder that holds the scans."),
        )
    first, more = not_read[:_NAMED], len(not_read) - _NAMED
    vi = "; ".join(f"«{each.path}»: {each.reason.vi}" for each in first)
    en = "; ".join(f"“{each.path}”: {each.reason.en}" for each in first)
    return InvalidInput(
        "ingest.nothing_readable",
        Sentence(
            f"Không tiếp nhận được gì. {vi}{f'; và {more} chỗ nữa' if more > 0 else ''}.",
            f"Nothing can be taken in. {en}{f'; and {more} more' if more > 0 else ''}.",
        ),
        Sentence(
            "Cấp quyền đọc cho tài khoản chạy vankho, hoặc chép các tệp thật vào thư mục.",
            "Let the account that runs vankho read them, or copy the real files into the folder.",
        ),
    )


def _distinct(top: str, argument: Path, tops: dict[str, Path]) -> str:
    if tops.setdefault(top, argument) == argument:
        return top
    stem, dot, ending = top.rpartition(".")
    return f"{stem} ({argument.name}){dot}{ending}" if dot else f"{top} ({argument.name})"
