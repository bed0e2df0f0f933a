from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

import web_ui
from web_ui.texts import (
    TEXTS,
    audit,
    codes,
    conditional,
    disposal,
    dossier,
    faults,
    find,
    frame,
    hand_over,
    history,
    holds,
    intake,
    people,
    reading,
    redaction,
    references,
    registers,
    retention,
    say,
    schedule,
    second_factor,
    transfers,
    use,
    work,
)

FOLDER = Path(web_ui.__file__).parent
TABLES = (
    frame,
    intake,
    find,
    dossier,
    history,
    conditional,
    reading,
    redaction,
    references,
    retention,
    registers,
    codes,
    disposal,
    holds,
    schedule,
    faults,
    people,
    hand_over,
    second_factor,
    audit,
    work,
    transfers,
    use,
)
# Families of keys that are put together from a value: a field, a state, an event…
FAMILIES = (
    "audit.outcome_",
    "codes.change_",
    "codes.column_",
    "codes.kind_",
    "codes.says_",
    "codes.state_",
    "audit.seen_",
    "conditional.part_",
    "disposal.keep_",
    "disposal.paper_",
    "disposal.pick_",
    "disposal.place_",
    "disposal.state_",
    "disposal.vote_",
    "dossier.access_says_",
    "detail.",
    "dossier.integrity_",
    "dossier.level_",
    "dossier.form_",
    "dossier.confidence_level_",
    "dossier.source_",
    "intake.checklist_",
    "intake.profile_",
    "dossier.state_",
    "dossier.trigger_",
    "event.",
    "factor.by_",
    "fault.",
    "field.",
    "find.facet_",
    "find.order_",
    "find.state_",
    "frame.nav_",
    "frame.profile_",
    "holds.ground_",
    "holds.kind_",
    "hand_over.check_",
    "hand_over.form_",
    "hand_over.place_",
    "hand_over.standing_",
    "hand_over.state_",
    "intake.upload_",
    "layer.",
    "transfer.standing_",
    "transfer.state_",
    "people.can_",
    "people.can_what_",
    "people.role_",
    "people.role_says_",
    "redaction.box_",
    "redaction.ground_",
    "redaction.state_",
    "reference.",
    "retention.head_",
    "schedule.field_",
    "schedule.show_",
    "schedule.state_",
    "use.form_",
    "use.kind_",
    "use.purpose_",
    "use.standing_",
    "use.state_",
    "use.verdict_",
    "retention.list_",
    "audit.reassessed_",
    "disposal.list_state_",
    "work.kind_",
    "work.state_",
)


def names(pattern: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(pattern) if name}


@pytest.mark.parametrize("key", sorted(TEXTS))
def test_every_text_is_complete_in_both_languages(key: str) -> None:
    vietnamese, english = TEXTS[key]
    assert vietnamese.strip()
    assert english.strip()
    assert "|" not in vietnamese, "Vietnamese has one form for one and for many"
    forms = english.split("|")
    assert len(forms) in {1, 2}
    for form in forms:
        assert names(form) == names(vietnamese) or (len(forms) == 2 and names(form) | {"n"} == names(vietnamese))
    for text in (vietnamese, *forms):
        marks = re.findall(r"<[^>]*>", text)
        assert set(marks) <= {"<b>", "</b>"}
        assert '"' not in text, "texts stand in attributes too: write “ and ”"
        assert "&" not in text


def test_no_key_is_told_twice() -> None:
    assert sum(len(table.TEXTS) for table in TABLES) == len(TEXTS)


def source() -> str:
    files = [*FOLDER.glob("*.py"), *FOLDER.glob("templates/*.html"), *FOLDER.glob("static/*.js")]
    return "\n".join(file.read_text() for file in files)


def test_every_key_that_is_asked_for_exists_and_every_text_is_asked_for() -> None:
    tables = "|".join({key.split(".")[0] for key in TEXTS})
    asked = set(re.findall(rf"""["']((?:{tables})\.[a-z_0-9]*[a-z0-9])["']""", source()))
    # Names of our files and codes of errors look like keys.
    others = {file.name for file in (*FOLDER.glob("templates/*"), *FOLDER.glob("static/*"))}
    assert not asked - set(TEXTS) - others
    silent = {key for key in set(TEXTS) - asked if not key.startswith(FAMILIES)}
    assert not silent


def test_what_is_filled_in_is_escaped() -> None:
    assert "<script>" not in say("vi", "find.none_title", q="<script>alert(1)</script>")
    assert "&lt;script&gt;" in say("vi", "find.none_title", q="<script>alert(1)</script>")


def test_one_and_many_in_english() -> None:
    assert say("en", "intake.n_files", n="1") == "1 file"
    assert say("en", "intake.n_files", n="1,117") == "1,117 files"
    assert say("vi", "intake.n_files", n="1") == "1 tệp"
