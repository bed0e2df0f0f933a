"""What a scan lacks of what its batch asks for, said of the whole document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from records.errors import Sentence
from records.findings import warning

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from records.findings import Finding
    from records.scan_profile import ScanDemands

LOW_RESOLUTION = "page.low_resolution"
NOT_IN_COLOUR = "page.not_in_colour"
UNREAD = "unread"
"""Pages without a layer of text, because none could be read."""
_NAMED = 5
"""Pages named by their number; of more the rest is counted."""

_WORDS: Mapping[str, Callable[[ScanDemands], Sentence]] = {
    LOW_RESOLUTION: lambda asked: Sentence(f"dưới {asked.least_dpi} dpi", f"below {asked.least_dpi} dpi"),
    NOT_IN_COLOUR: lambda _: Sentence("không phải ảnh màu", "not in colour"),
    UNREAD: lambda _: Sentence("không đọc được nên thiếu lớp văn bản", "unreadable, so without a text layer"),
}
_HINT = Sentence(
    "Quyết định ở trang của lô: nhận như hiện có (ghi lý do), hoặc quét lại từ bản giấy. Bản quét này vẫn được giữ.",
    "Decide on the batch's page: keep it as it is (with the reason), or scan the paper again. This scan is safe.",
)


def shortfall(pages: Mapping[str, Sequence[int]], demands: ScanDemands, *, without_pdfa: bool) -> Finding | None:
    """The finding that holds a document back; None where it is all that ``demands`` ask for.

    ``pages`` are the numbers of the pages that fall short, by why: ``LOW_RESOLUTION``, ``NOT_IN_COLOUR``, ``UNREAD``.
    """
    told = [(_WORDS[why](demands), pages[why]) for why in _WORDS if pages.get(why)]
    vi = [f"{len(numbers)} trang {words.vi} (trang {_named(numbers)})" for words, numbers in told]
    en = [
        f"{len(numbers)} {'page' if len(numbers) == 1 else 'pages'} {words.en} (page {_named(numbers)})"
        for words, numbers in told
    ]
    if without_pdfa:
        vi.append("không làm được PDF/A")
        en.append("no PDF/A could be made")
    if not vi:
        return None
    return warning(
        "document.scan_falls_short",
        f"Bản quét chưa đạt yêu cầu của lô: {'; '.join(vi)}.",
        f"The scan falls short of what the batch asks for: {'; '.join(en)}.",
        _HINT,
    )


def _named(numbers: Sequence[int]) -> str:
    return ", ".join(map(str, numbers[:_NAMED])) + ("…" if len(numbers) > _NAMED else "")
