"""The security checklist names every line of ASVS 4.0.3 level 2, and tests that exist."""

from __future__ import annotations

import re
from collections import Counter

from tests.architecture.repository import ROOT

PAGE = ROOT / "docs" / "asvs.md"
LINES = {
    "1.1": "1234567", "1.2": "1234", "1.4": "145", "1.5": "1234", "1.6": "1234", "1.7": "12", "1.8": "12", "1.9": "12",
    "1.10": "1", "1.11": "12", "1.12": "2", "1.14": "123456",
    "2.1": "1 2 3 4 5 6 7 8 9 10 11 12", "2.2": "123", "2.3": "123", "2.4": "123456", "2.5": "1234567", "2.6": "123",
    "2.7": "123456", "2.8": "1234567", "2.9": "123", "2.10": "1234",
    "3.1": "1", "3.2": "1234", "3.3": "1234", "3.4": "12345", "3.5": "123", "3.7": "1",
    "4.1": "1235", "4.2": "12", "4.3": "123",
    "5.1": "12345", "5.2": "12345678", "5.3": "1 2 3 4 5 6 7 8 9 10", "5.4": "123", "5.5": "1234",
    "6.1": "123", "6.2": "123456", "6.3": "12", "6.4": "12",
    "7.1": "1234", "7.2": "12", "7.3": "134", "7.4": "123",
    "8.1": "1234", "8.2": "123", "8.3": "12345678",
    "9.1": "123", "9.2": "1234",
    "10.2": "12", "10.3": "123",
    "11.1": "12345678",
    "12.1": "123", "12.2": "1", "12.3": "123456", "12.4": "12", "12.5": "12", "12.6": "1",
    "13.1": "1345", "13.2": "12356", "13.3": "12", "13.4": "12",
    "14.1": "1234", "14.2": "123456", "14.3": "23", "14.4": "1234567", "14.5": "1234",
}  # fmt: skip
"""By section, the lines of level 2 (of the standard's own table; those it deleted left out)."""


def rows() -> list[tuple[str, str, str, str]]:
    found = re.findall(
        r"^\| (\d+\.\d+\.\d+) \| (.+?) \| (\w+) \| (.+) \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE
    )
    return [(number, says, state, why) for number, says, state, why in found]


def test_every_line_of_the_level_is_there_once() -> None:
    wanted = [
        f"{section}.{line}" for section, lines in LINES.items() for line in (lines.split() if " " in lines else lines)
    ]
    assert [number for number, *_ in rows()] == wanted
    assert len(wanted) == 260


def test_what_is_held_names_a_test_that_exists_and_the_rest_says_why() -> None:
    wrong = []
    for number, _, state, why in rows():
        assert state in {"held", "reason", "gap"}, number
        if state == "held":
            named = re.fullmatch(r"`(tests/[\w/]+\.py)` `(test_\w+)`", why)
            assert named is not None, number
            path = ROOT / named[1]
            if not path.exists() or not re.search(
                rf"^(?:async )?def {named[2]}\(", path.read_text(encoding="utf-8"), re.MULTILINE
            ):
                wrong.append((number, why))
        else:
            assert len(why) > 3, number
    assert not wrong


def test_the_sums_are_those_of_the_lines() -> None:
    counted = Counter((number.split(".")[0], state) for number, _, state, _ in rows())
    told = re.findall(r"^\| (\d+) [^|]+ \| (\d+) \| (\d+) \| (\d+) \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(told) == 14
    for chapter, *sums in told:
        assert [int(each) for each in sums] == [counted[chapter, state] for state in ("held", "reason", "gap")], chapter
