"""What a document lacks of what its batch asks for, in one sentence with the pages."""

from __future__ import annotations

import pytest

from ingest.scan_shortfall import LOW_RESOLUTION, NOT_IN_COLOUR, UNREAD, shortfall
from records.findings import Severity
from records.scan_profile import DEMANDS, ScanProfile, demands_of

pytestmark = pytest.mark.law("R15")

MAPS = DEMANDS[ScanProfile.MAPS]


def test_every_page_that_falls_short_is_counted_and_the_first_are_named() -> None:
    pages = {UNREAD: [3], NOT_IN_COLOUR: [1, 2], LOW_RESOLUTION: [1, 2, 4, 5, 6, 7]}
    found = shortfall(pages, MAPS, without_pdfa=True)
    assert found is not None
    assert (found.code, found.severity) == ("document.scan_falls_short", Severity.WARNING)
    assert found.says.en == (
        "The scan falls short of what the batch asks for: 6 pages below 300 dpi (page 1, 2, 4, 5, 6…); "
        "2 pages not in colour (page 1, 2); 1 page unreadable, so without a text layer (page 3); "
        "no PDF/A could be made."
    )
    assert "6 trang dưới 300 dpi" in found.says.vi


def test_a_document_without_fault_is_not_held_back() -> None:
    assert shortfall({}, MAPS, without_pdfa=False) is None


def test_maps_are_asked_for_300_dpi_and_a_batch_of_an_older_version_for_what_is_usual() -> None:
    assert (MAPS.least_dpi, MAPS.colour, MAPS.holds) == (300, True, True)
    assert demands_of("") == demands_of("documents") == DEMANDS[ScanProfile.DOCUMENTS]
    assert (demands_of("").least_dpi, demands_of("").colour, demands_of("").holds) == (200, True, False)
    assert demands_of("checked").holds
