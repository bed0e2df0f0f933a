"""What works and what waits while something an installation depends on is away: one table for the site.

Nothing here is a promise of its own. It says in words what the steps and desks do: what has a
receipt is kept, steps go on by themselves, and a page that cannot be made says so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from records.errors import Sentence
from records.findings import Verdict
from records.ports.clock import VIET_NAM

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from app.operations.examined import Examined

ACTS = {
    "search": Sentence("tra cứu", "search"),
    "dossiers": Sentence("mở hồ sơ theo mã", "opening a dossier by its code"),
    "pages": Sentence("xem trang văn bản", "viewing pages"),
    "intake": Sentence("nhận tệp mới", "taking in new files"),
    "processing": Sentence("xử lý tệp đã nhận", "processing what was taken in"),
}
"""What people do here, in the order in which they are told of it."""
WAITS: Mapping[str, frozenset[str]] = {
    "catalogue": frozenset(ACTS),
    "object_store": frozenset({"pages", "intake", "processing"}),
    "index": frozenset({"search"}),
    "queue": frozenset({"processing"}),
    "workers": frozenset({"processing"}),
    "disk": frozenset({"intake"}),
}
"""Dependency → what has to wait for it; everything else works."""

_AWAY = {
    "catalogue": Sentence("Danh mục không trả lời từ {since}.", "The catalogue has not answered since {since}."),
    "object_store": Sentence(
        "Kho đối tượng không trả lời từ {since}.", "The object store has not answered since {since}."
    ),
    "index": Sentence(
        "Máy chủ tìm kiếm không trả lời từ {since}.", "The search server has not answered since {since}."
    ),
    "queue": Sentence("Hàng đợi không trả lời từ {since}.", "The queue has not answered since {since}."),
    "workers": Sentence(
        "Từ {since} không có tiến trình nào xử lý việc đang chờ.", "Since {since} no worker is at the work that waits."
    ),
    "disk": Sentence("Ổ đĩa của máy chủ không trả lời từ {since}.", "The disk has not answered since {since}."),
}
_WRONG = {
    "catalogue": Sentence("Danh mục có sự cố từ {since}.", "Something is wrong with the catalogue since {since}."),
    "object_store": Sentence(
        "Kho đối tượng có sự cố từ {since}.", "Something is wrong with the object store since {since}."
    ),
    "index": Sentence(
        "Chỉ mục tìm kiếm có sự cố từ {since}.", "Something is wrong with the search index since {since}."
    ),
    "queue": Sentence("Hàng đợi có sự cố từ {since}.", "Something is wrong with the queue since {since}."),
    "workers": Sentence("Việc xử lý có sự cố từ {since}.", "Something is wrong with the workers since {since}."),
    "disk": Sentence("Ổ đĩa của máy chủ đã đầy từ {since}.", "The server's disk is full since {since}."),
}


def consequences(examined: Sequence[Examined], since: Mapping[str, datetime]) -> tuple[Sentence, ...]:
    """Sentences for people: what is away or wrong, and then what works and what waits; none where all is well.

    ``since`` tells when each was first seen so; shown as the clock time in Viet Nam.
    """
    concerned = [each for each in examined if each.verdict is not Verdict.PASSED and each.name in WAITS]
    if not concerned:
        return ()
    waits = frozenset().union(*(WAITS[each.name] for each in concerned))
    return (*(_sentence(each, since[each.name]) for each in concerned), _meanwhile(waits))


def _sentence(each: Examined, since: datetime) -> Sentence:
    says = (_WRONG if each.verdict is Verdict.FAILED else _AWAY)[each.name]
    at = f"{since.astimezone(VIET_NAM):%H:%M}"
    return Sentence(says.vi.format(since=at), says.en.format(since=at))


def _meanwhile(waits: frozenset[str]) -> Sentence:
    works = [act for name, act in ACTS.items() if name not in waits]
    waiting = [act for name, act in ACTS.items() if name in waits]
    vi = [f"Vẫn dùng được: {', '.join(act.vi for act in works)}."] if works else []
    en = [f"Still works: {', '.join(act.en for act in works)}."] if works else []
    vi.append(f"Phải chờ: {', '.join(act.vi for act in waiting)}.")
    en.append(f"Has to wait: {', '.join(act.en for act in waiting)}.")
    return Sentence(
        " ".join((*vi, "Tệp đã có biên nhận vẫn an toàn; việc đang làm tự tiếp tục khi hệ thống trở lại.")),
        " ".join((*en, "Files with a receipt are safe; work under way goes on by itself afterwards.")),
    )
