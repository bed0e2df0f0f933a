"""The votes of a page, read from a form, and what became of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from records.errors import InvalidInput, Sentence, VankhoError
from records.identifiers import DossierId
from retention_rules.disposal import Vote

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from records.identifiers import DisposalListId
    from records.reader import Reader
    from retention_rules.disposal_ports import DisposalDesk

MOST_WORDS = 2000


@dataclass(frozen=True, slots=True)
class Chosen:
    """A vote that a member chose on the page."""

    dossier: DossierId
    vote: Vote
    said: str


def chosen_in(fields: Mapping[str, str]) -> list[Chosen]:
    """Votes of ``v-<dossier>`` with the words of ``s-<dossier>``; ``rest`` votes on every other of ``muc-<dossier>``.

    Raises:
        InvalidInput (ballot.unreadable): A field names no dossier or no vote, or words are too long.
    """
    rest = fields.get("rest", "")
    try:
        found = []
        for name in fields:
            if not name.startswith("muc-"):
                continue
            dossier = name.removeprefix("muc-")
            said = fields.get(f"s-{dossier}", "")
            vote = fields.get(f"v-{dossier}", "") or rest
            if len(said) > MOST_WORDS:
                raise _unreadable()
            if vote:
                found.append(Chosen(DossierId(dossier), Vote(vote), said))
    except ValueError as error:
        raise _unreadable() from error
    return found


def cast(
    desk: DisposalDesk, reader: Reader, which: DisposalListId, chosen: Sequence[Chosen]
) -> list[tuple[Chosen, VankhoError]]:
    """Vote on each; those that were refused, with the reason. One that is refused stops no other.

    Raises:
        VankhoError: Something does not answer; what was cast before stays cast, and a vote twice is refused.
    """
    refused = []
    for one in chosen:
        try:
            desk.vote(reader, which, one.dossier, one.vote, one.said)
        except VankhoError as error:
            if error.retryable:
                raise
            refused.append((one, error))
    return refused


def _unreadable() -> InvalidInput:
    return InvalidInput(
        "ballot.unreadable",
        Sentence("Phiếu gửi lên không đọc được.", "The votes that were sent cannot be read."),
        Sentence(
            f"Mở lại danh mục rồi bỏ phiếu; lời ghi dài nhất {MOST_WORDS} ký tự.",
            f"Open the list again and vote; words are at most {MOST_WORDS} signs long.",
        ),
    )
