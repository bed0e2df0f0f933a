"""Every sentence of the pages, Vietnamese and English side by side.

A text may hold ``{names}`` that are filled in (and escaped), the marks ``<b>`` and ``</b>``, and in
English two forms parted by ``|`` for one and for many of ``n``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from web_ui.texts import dossier, faults, find, frame, intake, retention

if TYPE_CHECKING:
    from collections.abc import Mapping

LANGUAGES = ("vi", "en")

TEXTS: Mapping[str, tuple[str, str]] = {
    **frame.TEXTS,
    **intake.TEXTS,
    **find.TEXTS,
    **dossier.TEXTS,
    **retention.TEXTS,
    **faults.TEXTS,
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
    return Markup(pattern).format(**values) if values else Markup(pattern)  # noqa: S704 - our own table; values are escaped by format
