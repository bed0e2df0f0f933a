"""What the law asks stands in docs/law.toml; the page is made of it and of the tests that carry its numbers."""

from __future__ import annotations

import re

import pytest

from tests.architecture.law import DATA, PAGE, STATES, Requirement, page, proofs, requirements

REQUIREMENTS = requirements()
CERTAINTIES = ("verbatim", "second hand", "from memory", "old law", "design")


def test_every_requirement_has_its_row_in_order() -> None:
    assert [each.number for each in REQUIREMENTS] == [f"R{number:02}" for number in range(1, 38)]


@pytest.mark.parametrize("each", REQUIREMENTS, ids=lambda each: each.number)
def test_a_row_says_everything(each: Requirement) -> None:
    assert each.asks
    assert each.clause
    assert each.state in STATES
    assert set(re.split(r"; |, ", re.sub(r" \([^)]*\)", "", each.certainty))) <= set(CERTAINTIES)
    assert each.where or each.state == "open"
    assert "|" not in each.asks + each.clause + each.where, "it would end the cell"
    assert "tests/" not in each.where, "tests are told by their marks"


@pytest.mark.parametrize("each", REQUIREMENTS, ids=lambda each: each.number)
def test_what_is_held_is_proved_by_tests_that_carry_its_number(each: Requirement) -> None:
    proven = proofs().get(each.number, [])
    if each.state == "held":
        assert proven, f"mark a test with @pytest.mark.law({each.number!r})"
    if each.state == "open":
        assert not proven, f"{each.number} is said to be open, and these tests prove it: {proven}"


def test_every_mark_names_a_requirement() -> None:
    assert set(proofs()) <= {each.number for each in REQUIREMENTS}


def test_the_page_is_what_is_generated() -> None:
    wanted = page()
    assert PAGE.read_text(encoding="utf-8") == wanted, (
        f"change {DATA.name} or the marks of tests, then run: python -m tests.architecture.law"
    )


def test_packages_signing_evidence_and_backups_are_not_said_to_be_done() -> None:
    state = {each.number: each.state for each in REQUIREMENTS}
    assert {number: state[number] for number in ("R16", "R17", "R21", "R22")} == dict.fromkeys(
        ("R16", "R17", "R21", "R22"), "open"
    )
