"""What entries of lists with days have in common: whether they hold on a day, and how names are compared."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from records.folding import fold, normalise

if TYPE_CHECKING:
    from datetime import date

    from ingest.code_lists.model import Entry


def in_being(entry: Entry, day: date) -> bool:
    """Whether the entry holds on the day; its first and last days count, an empty one has no end there."""
    written = day.isoformat()
    return (not entry["first_day"] or entry["first_day"] <= written) and (
        not entry["last_day"] or written <= entry["last_day"]
    )


def squashed(name: str) -> str:
    """Letters and digits of a name alone, so that neither case, marks nor dashes matter."""
    return re.sub(r"[^a-z0-9]", "", fold(normalise(name)))


def written_days(entry: Entry) -> tuple[str, str]:
    """From when to when the entry holds, as people write it: in Vietnamese, in English; for one with a day."""
    first, last = ("/".join(reversed(entry[column].split("-"))) for column in ("first_day", "last_day"))
    vi = " ".join(part for part in (f"từ {first}" if first else "", f"đến {last}" if last else "") if part)
    en = " ".join(part for part in (f"from {first}" if first else "", f"until {last}" if last else "") if part)
    return vi, en
