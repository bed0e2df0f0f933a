"""A zip of small files, one or more a page, that is read a member at a time by ranges.

Members are stored, not compressed, so that any zip program opens the file and a range of the
file is the member itself. The first member, ``index.json``, says where each other member's
data lies: ``{name: [offset, length]}``. The same members give the same bytes.
"""

from __future__ import annotations

import json
import struct
import zlib
from functools import cached_property
from typing import TYPE_CHECKING

from records.errors import Damaged, NotFound, Sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path
    from typing import BinaryIO

INDEX = "index.json"
_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_VERSION = 20
_UTF8 = 0x800
_DATE = 0x0021
"""1 January 1980, the first day a zip knows: the time of making is nobody's business here."""
_LARGEST = 0xFFFF_FFFE
_DIGITS = 11


def write_page_archive(target: Path, names: Sequence[str], members: Iterable[bytes]) -> None:
    """Write ``members`` under ``names``, in that order, to ``target``; one member is held at a time.

    Raises:
        ValueError: More or fewer members than names, or more than 4 GiB.
    """
    part = target.with_name(target.name + ".part")
    try:
        with part.open("w+b") as file:
            _write(file, names, members)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


class PageArchive:
    """An archive that is read by ranges: its index once, then each member with one read.

    Raises, from ``read``:
        NotFound (page.not_found): The archive has no such member.
        Damaged (page_archive.damaged): It is not such an archive, or ends too early.
    """

    def __init__(self, read_range: Callable[[int, int], bytes]) -> None:
        """``read_range(start, length)`` reads from the archive; nothing is read before it is asked for."""
        self._read_range = read_range

    def read(self, name: str) -> bytes:
        """The member ``name``."""
        if name not in self._places:
            raise NotFound(
                "page.not_found",
                Sentence("Không có trang này trong tài liệu.", f"The document has no such page ({name})."),
                Sentence("Hãy kiểm tra lại số trang.", "Check the page number."),
            )
        start, length = self._places[name]
        content = self._read_range(start, length)
        if len(content) != length:
            raise _damaged()
        return content

    @cached_property
    def _places(self) -> dict[str, tuple[int, int]]:
        head_length = _LOCAL.size + len(INDEX)
        head = self._read_range(0, head_length)
        if len(head) < head_length or head[:4] != b"PK\x03\x04" or head[_LOCAL.size :] != INDEX.encode():
            raise _damaged()
        length = _LOCAL.unpack(head[: _LOCAL.size])[8]
        try:
            places: dict[str, tuple[int, int]] = json.loads(self._read_range(head_length, length))
        except ValueError as error:
            raise _damaged() from error
        return places


def _write(file: BinaryIO, names: Sequence[str], members: Iterable[bytes]) -> None:
    places: dict[str, tuple[int, int]] = {}
    directory: list[bytes] = []
    blank = _index(names, {})
    file.write(_local(INDEX, blank))
    file.write(blank)
    for name, content in zip(names, members, strict=True):
        start = file.tell()
        directory.append(_central(name, content, start))
        file.write(_local(name, content))
        places[name] = (file.tell(), len(content))
        file.write(content)
    end = file.tell()
    index = _index(names, places)
    entries = [_central(INDEX, index, 0), *directory]
    size = sum(map(len, entries))
    if end + size > _LARGEST:
        raise ValueError("a page archive ends at 4 GiB")
    file.writelines(entries)
    file.write(_END.pack(b"PK\x05\x06", 0, 0, len(entries), len(entries), size, end, 0))
    file.seek(0)
    file.write(_local(INDEX, index))
    file.write(index)


def _index(names: Sequence[str], places: dict[str, tuple[int, int]]) -> bytes:
    """The index, as long without the places as with them: numbers are filled up with blanks."""
    entries = (
        f"{json.dumps(name)}:[{start:{_DIGITS}d},{length:{_DIGITS}d}]"
        for name in names
        for start, length in [places.get(name, (0, 0))]
    )
    return ("{" + ",\n".join(entries) + "}").encode()


def _local(name: str, content: bytes) -> bytes:
    crc, size, title = zlib.crc32(content), len(content), name.encode()
    return _LOCAL.pack(b"PK\x03\x04", _VERSION, _UTF8, 0, 0, _DATE, crc, size, size, len(title), 0) + title


def _central(name: str, content: bytes, start: int) -> bytes:
    crc, size, title = zlib.crc32(content), len(content), name.encode()
    return (
        _CENTRAL.pack(
            b"PK\x01\x02", _VERSION, _VERSION, _UTF8, 0, 0, _DATE, crc, size, size, len(title), 0, 0, 0, 0, 0, start
        )
        + title
    )


def _damaged() -> Damaged:
    return Damaged(
        "page_archive.damaged",
        Sentence("Tệp lưu các trang đã hỏng.", "The archive of pages is damaged."),
        Sentence(
            "Hãy tạo lại tệp này từ bản PDF/A; nếu vẫn hỏng, hãy báo người quản trị.",
            "Make it again from the PDF/A; if that does not help, call an administrator.",
        ),
    )
