"""From a template and values to an answer, with the words, figures and headers every page shares."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.datastructures import URL

from records.unit_names import unit_in_words
from retention_rules.clause_words import clause_in_words
from retention_rules.decide_period import of_schedule
from retention_rules.period_words import period_in_words
from search_api.sign_in import reader_of
from web_ui import formats, static_files
from web_ui.language import language_of, remember_language
from web_ui.saved_notice import said, was_saved
from web_ui.texts import say

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from fastapi import Request, Response

    from records.errors import Sentence
    from records.reader import Reader

# Nothing from elsewhere, no script or style inside the page: names of files and words of scans
# can then never become either, even if a template forgot to escape.
SECURITY_HEADERS = {
    "Content-Security-Policy": "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}

_ENVIRONMENT = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    # They change with the version alone: nobody has to look at their times for every piece of every page.
    auto_reload=False,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_ENVIRONMENT.globals["static"] = static_files.address


@dataclass(frozen=True, slots=True, kw_only=True)
class Foot:
    """What stands at the foot of a page."""

    profile: str
    version: str


def words_for(
    language: str, names: Callable[[], Mapping[str, str]] = dict, person: Callable[[str], str] = str
) -> dict[str, Any]:
    """What a template calls to say things in one language.

    ``names`` gives those of units by their codes, ``person`` that of whoever has an account.
    """
    return {
        "lang": language,
        "t": partial(say, language),
        "number": lambda value, digits=0: formats.number(value, language, digits),
        "percent": lambda value: formats.percent(value, language),
        "size": lambda value: formats.size(value, language),
        "day": lambda value: formats.day(value, language),
        "moment": lambda value: formats.moment(value, language),
        "clock_time": formats.clock_time,
        "written_day": lambda value: formats.written_day(value, language),
        "unit_name": lambda code: unit_in_words(code, names().get(code, "")).in_language(language),
        "person_name": person,
        "sentence": lambda value: value.in_language(language),
        "period_name": lambda code: period_in_words(code).in_language(language),
        "clause_name": lambda clause: clause_in_words(clause).in_language(language),
        "of_schedule": of_schedule,
    }


def page(
    request: Request,
    template: str,
    *,
    reader: Reader | None = None,
    foot: Foot | None = None,
    here: str = "",
    status: int = 200,
    **values: Any,
) -> Response:
    """A whole page, or a piece of one, in the language of the request.

    ``here`` names the entry of the bar that is marked.
    """
    reader = reader or reader_of(request)
    language = language_of(request)
    other = "en" if language == "vi" else "vi"
    saved = was_saved(request)
    body = _ENVIRONMENT.get_template(template).render(
        **words_for(language, cache(partial(unit_names, request)), cache(partial(person_name, request))),
        notices=_notices(request),
        saved_notice=saved,
        reader=reader,
        foot=foot,
        here=here,
        other_language=other,
        other_address=_in_language(request, other),
        **values,
    )
    response = HTMLResponse(body, status_code=status, headers=SECURITY_HEADERS)
    remember_language(request, response)
    if saved:
        said(response)
    return response


def _in_language(request: Request, language: str) -> str:
    """The address of the same page in another language; of an answer to a form, the page that the form stood on."""
    at = request.url
    if request.method != "GET":
        came_from = URL(request.headers.get("referer", ""))
        at = came_from if came_from.netloc == at.netloc else URL("/")
    there = at.include_query_params(lang=language)
    return f"{there.path}?{there.query}"


def unit_names(request: Request) -> Mapping[str, str]:
    """Names of units by their codes, as whoever joined the parts gives them."""
    tell: Callable[[], Mapping[str, str]] | None = getattr(request.app.state, "unit_names", None)
    return tell() if tell is not None else {}


def person_name(request: Request, account: str) -> str:
    """Full name, and the account that tells two of one name apart; the account alone where no name is known."""
    tell: Callable[[str], str] | None = getattr(request.app.state, "full_name", None)
    name = tell(account) if tell is not None else ""
    return f"{name} ({account})" if name else account


def _notices(request: Request) -> Sequence[Sentence]:
    """What whoever joined the parts has to say on every page: what is away, what works and what waits."""
    tell: Callable[[], Sequence[Sentence]] | None = getattr(request.app.state, "notices", None)
    return tell() if tell is not None else ()
