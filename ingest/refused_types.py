"""What a clerk can do with a file of a type that is not taken in: each kind has its own way."""

from __future__ import annotations

from ingest import media_types
from records.errors import Sentence

TAKEN = Sentence(
    "Chỉ nhận PDF, TIFF, JPEG, PNG, JPEG 2000, GIF, BMP và WebP.",
    "PDF, TIFF, JPEG, PNG, JPEG 2000, GIF, BMP and WebP are taken in.",
)
_UNPACK = Sentence(
    "Đây là tệp nén: hãy giải nén và gửi các tài liệu bên trong.",
    "It is a container: unpack it and send the records inside.",
)
_MAIL = Sentence(
    "Đây là thư điện tử: hãy in thư ra PDF, lưu riêng từng tệp đính kèm rồi gửi cùng nhau.",
    "It is a message: print it to PDF, save each attachment as a file, and send them together.",
)
_PICTURE = Sentence(
    "Hãy mở ảnh và lưu lại thành PNG hoặc PDF rồi gửi.",
    "Open the picture, save it as PNG or PDF and send that.",
)
_EXPORT = Sentence("Hãy xuất tệp sang PDF rồi gửi lại.", "Export the file as PDF and send it again.")
_TEXT = Sentence(
    "Nếu là tài liệu của hồ sơ, hãy in ra PDF rồi gửi lại; nếu chỉ là tệp đi kèm phần mềm thì bỏ ra.",
    "If it is a record, print it to PDF and send that; if it only belongs to a program, leave it out.",
)
_LEAVE = Sentence(
    "Tệp này không có trang để đọc, thường không phải tài liệu của hồ sơ: hãy bỏ ra. "
    "Nếu là tài liệu, hãy mở bằng phần mềm của nó và xuất sang PDF.",
    "It has no pages to read and is, as a rule, no record: leave it out. "
    "If it is one, open it in its own program and export it as PDF.",
)
_OFFICE = ("application/vnd.openxmlformats", "application/vnd.oasis", "application/rtf", "application/x-ole-storage")
_SHOWN_AS_PAGES = frozenset({"application/postscript", "application/epub+zip", "image/vnd.djvu"})


def way_out(media_type: str) -> Sentence:
    """What to do with a file whose content is ``media_type``; the types that are taken in come first."""
    way = _way(media_type)
    return Sentence(f"{TAKEN.vi} {way.vi}", f"{TAKEN.en} {way.en}")


def _way(media_type: str) -> Sentence:
    if media_type in media_types.CONTAINERS:
        return _UNPACK
    if media_type in media_types.MAIL:
        return _MAIL
    if media_type.startswith(_OFFICE) or media_type in _SHOWN_AS_PAGES:
        return _EXPORT
    if media_type.startswith("image/"):
        return _PICTURE
    if media_type.startswith("text/") or media_type == "application/xml":
        return _TEXT
    return _LEAVE
