"""Every sentence of the pages, Vietnamese and English side by side.

A text may hold ``{names}`` that are filled in (and escaped), the marks ``<b>`` and ``</b>``, and in
English two forms parted by ``|`` for one and for many of ``n``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from web_ui.texts.audit import TEXTS as AUDIT
from web_ui.texts.codes import TEXTS as CODES
from web_ui.texts.conditional import TEXTS as CONDITIONAL
from web_ui.texts.disposal import TEXTS as DISPOSAL
from web_ui.texts.dossier import TEXTS as DOSSIER
from web_ui.texts.faults import TEXTS as FAULTS
from web_ui.texts.find import TEXTS as FIND
from web_ui.texts.frame import TEXTS as FRAME
from web_ui.texts.hand_over import TEXTS as HAND_OVER
from web_ui.texts.history import TEXTS as HISTORY
from web_ui.texts.holds import TEXTS as HOLDS
from web_ui.texts.intake import TEXTS as INTAKE
from web_ui.texts.people import TEXTS as PEOPLE
from web_ui.texts.reading import TEXTS as READING
from web_ui.texts.redaction import TEXTS as REDACTION
from web_ui.texts.references import TEXTS as REFERENCES
from web_ui.texts.registers import TEXTS as REGISTERS
from web_ui.texts.retention import TEXTS as RETENTION
from web_ui.texts.schedule import TEXTS as SCHEDULE
from web_ui.texts.second_factor import TEXTS as SECOND_FACTOR
from web_ui.texts.transfers import TEXTS as TRANSFERS
from web_ui.texts.use import TEXTS as USE
from web_ui.texts.work import TEXTS as WORK

if TYPE_CHECKING:
    from collections.abc import Mapping

LANGUAGES = ("vi", "en")

TEXTS: Mapping[str, tuple[str, str]] = {
    **FRAME,
    **INTAKE,
    **FIND,
    **DOSSIER,
    **HISTORY,
    **CONDITIONAL,
    **READING,
    **REDACTION,
    **REFERENCES,
    **RETENTION,
    **REGISTERS,
    **DISPOSAL,
    **HOLDS,
    **SCHEDULE,
    **CODES,
    **FAULTS,
    **PEOPLE,
    **HAND_OVER,
    **SECOND_FACTOR,
    **AUDIT,
    **WORK,
    **TRANSFERS,
    **USE,
}


def say(language: str, key: str, /, **values: object) -> Markup:
    """The text ``key`` with ``values`` escaped into it.

    Raises:
        KeyError: There is no such text, or it names a value that was not given.
    """
    vietnamese, english = TEXTS[key]
    pattern = english if language == "en" else vietnamese
    if "|" in pattern:
        one, many = pattern.split("|")
        pattern = one if str(values["n"]) == "1" else many
    marked = Markup(pattern)  # noqa: S704 - our own table; values are escaped by format
    return marked.format(**values) if values else marked
