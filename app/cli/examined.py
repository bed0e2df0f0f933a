"""How the examination of an installation is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.cli.output import out, print_table
from app.operations.examined import NAMES
from records.errors import Sentence
from records.findings import Severity, Verdict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.operations.examined import Examined
    from app.operations.work_left import WorkLeft

_VERDICTS = {
    Verdict.PASSED: Sentence("tốt", "sound"),
    Verdict.FAILED: Sentence("SAI", "WRONG"),
    Verdict.UNDECIDED: Sentence("không trả lời", "no answer"),
}
_COLUMNS = (
    Sentence("Thành phần", "Part"),
    Sentence("Kết quả", "Verdict"),
    Sentence("Phiên bản", "Version"),
    Sentence("ms", "ms"),
    Sentence("Chi tiết", "Detail"),
)
_STYLES = {Severity.REFUSAL: "red", Severity.WARNING: "yellow", Severity.NOTE: ""}


def print_examined(examined: Sequence[Examined], language: str) -> None:
    """A line a dependency, then what to do about each finding."""
    rows = [
        (
            NAMES[each.name].in_language(language),
            _VERDICTS[each.verdict].in_language(language),
            each.version,
            f"{each.latency_ms:.0f}",
            ", ".join(f"{key}={_shown(value)}" for key, value in each.detail.items()),
        )
        for each in examined
    ]
    print_table([column.in_language(language) for column in _COLUMNS], rows)
    for each in examined:
        for found in each.findings:
            out.print(
                f"{NAMES[each.name].in_language(language)}: {found.says.in_language(language)} [{found.code}]",
                style=_STYLES[found.severity],
                markup=False,
            )
            out.print(f"  {found.hint.in_language(language)}", markup=False)


def print_work_left(left: WorkLeft, language: str) -> None:
    """Steps by kind and state, the oldest, and what waits for a person."""
    vi = language != "en"
    if left.steps:
        heads = ("Bước", "Trạng thái", "Số lượng") if vi else ("Step", "State", "Number")
        print_table(heads, [(each.kind, each.state, each.number) for each in left.steps])
    if left.oldest_undone is not None:
        minutes = left.oldest_undone_seconds / 60
        out.print(
            f"Bước chờ lâu nhất: {minutes:.0f} phút." if vi else f"The oldest undone step waits {minutes:.0f} minutes."
        )
    out.print(
        f"{left.failed} bước lỗi; {left.batches_waiting} lô chờ người xử lý."
        if vi
        else f"{left.failed} failed steps; {left.batches_waiting} batches wait for a person."
    )


def _shown(value: object) -> str:
    return f"{value / 1e9:.1f}e9" if isinstance(value, int) and value >= 10**9 else str(value)
