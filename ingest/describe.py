"""What a document says of itself: fields proposed from its words, its barcodes and its name.

The layout is that of Decree 30/2020/NĐ-CP, Annex I. Every value comes with the place it was
read from and how sure it is. What people write by hand (number, day) is never guessed: it is
proposed empty, or marked doubtful. Papers of another layout get a type where their title
names one, a signer, a dossier code, and nothing else.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ingest import head_fields, marks
from ingest.compare_sign import compare_sign
from ingest.document_types import DocumentKinds, built_in_kinds
from ingest.dossier_code import FoundCode, find_code_in_line
from ingest.group_dossiers import code_in_name
from ingest.head import find_head
from ingest.head_fields import run_between
from ingest.layout import Run, rows_of
from ingest.signer_field import signer
from ingest.title_fields import type_and_subject
from records.description import Description, Field, FieldProposal
from records.identifiers import PageNumber

if TYPE_CHECKING:
    from collections.abc import Sequence

    from records.page_text import Line, PageText

_LABEL = re.compile(r"\b(?:ma|so)(?: so)? (?:ho so|bien nhan|tiep nhan)\b")


def describe(
    pages: Sequence[PageText],
    *,
    barcodes: Sequence[str],
    file_name: str,
    clean_text: bool,
    numbers: Sequence[PageNumber] | None = None,
    stamped: Sequence[Line] = (),
    kinds: DocumentKinds | None = None,
) -> Description:
    """Propose the fields of one document.

    Args:
        pages: Page 1 first, then as many as are at hand; the signer is looked for on all of them.
        barcodes: Texts of barcodes on these pages.
        file_name: Path as handed over; a dossier code in it is the weakest evidence.
        clean_text: The words come from the file itself, not from a reader.
        numbers: Page numbers of ``pages`` where they do not follow one another from 1.
        stamped: Lines stamped in red on page 1: marks of secrecy and urgency are looked for there too.
        kinds: Kinds of documents that are known; None: those of the list that comes with Vankho.
    """
    numbers = numbers or [PageNumber(index) for index in range(1, len(pages) + 1)]
    code = _dossier_code(pages, numbers, barcodes, file_name)
    if not pages:
        return Description(proposals=tuple(code))
    kinds = kinds or built_in_kinds()
    head = find_head(pages[0])
    stamped_secrecy, stamped_urgency = marks.of_stamps(stamped)
    numbered = head_fields.number_and_sign(head, kinds, clean_text=clean_text)
    sign = next((proposal.value for proposal in numbered if proposal.field is Field.SIGN), "")
    typed = type_and_subject(head, sign, kinds, clean_text=clean_text)
    return Description(
        proposals=(
            *code,
            *compare_sign(numbered, typed, file_name, kinds),
            *head_fields.issued_on(head, clean_text=clean_text),
            *typed,
            *head_fields.agency(head, clean_text=clean_text),
            *signer(pages, numbers, clean_text=clean_text),
        ),
        urgency=marks.urgency(head) or stamped_urgency,
        secrecy=marks.secrecy(head, clean_text=clean_text) or stamped_secrecy,
    )


def _dossier_code(
    pages: Sequence[PageText], numbers: Sequence[PageNumber], barcodes: Sequence[str], file_name: str
) -> list[FieldProposal]:
    """From a barcode, else from the words, else from the name of folder or file; doubtful where they disagree."""
    scanned = list(dict.fromkeys(found.code for text in barcodes if (found := find_code_in_line(text))))
    printed = _printed_code(pages, numbers)
    named = code_in_name(file_name)
    candidates = {*scanned, *([printed[0].code] if printed else []), *([named] if named else [])}
    if not candidates:
        return []
    at_odds = len(candidates) > 1
    run, page = (printed[1], printed[2]) if printed else (None, None)
    if scanned:
        value, confidence, doubtful, evidence = scanned[0], 0.99, at_odds, scanned[0]
        if printed and printed[0].code != value:
            run = page = None
    elif printed:
        # A code that had to be mended is only as good as the guess.
        sure = not printed[0].mended or printed[0].code == named
        value, confidence, doubtful = printed[0].code, 0.9 if sure else 0.6, at_odds or not sure
        evidence = printed[1].text
    else:
        value, confidence, doubtful, evidence = named, 0.7, False, file_name
    return [
        FieldProposal(
            field=Field.DOSSIER_CODE,
            value=value,
            confidence=confidence * (0.6 if at_odds else 1.0),
            doubtful=doubtful,
            page=page,
            box=run.box if run else None,
            evidence=evidence,
        )
    ]


def _printed_code(pages: Sequence[PageText], numbers: Sequence[PageNumber]) -> tuple[FoundCode, Run, PageNumber] | None:
    """A code beside a label "Mã hồ sơ" on any page, else any code on page 1."""
    loose: tuple[FoundCode, Run, PageNumber] | None = None
    for page, number in zip(pages, numbers, strict=True):
        for row in rows_of(page):
            found = find_code_in_line(row.text)
            if found is None:
                continue
            place = (found, run_between(row, found.start, found.end) or row, number)
            if _LABEL.search(row.folded):
                return place
            if loose is None and number == numbers[0]:
                loose = place
    return loose
