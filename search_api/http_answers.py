"""What the routes of finding answer, as JSON."""

# pydantic reads the annotations while the classes are made: so none are postponed here.

from datetime import date

from pydantic import BaseModel, Field

from search_api.errors import TwoLanguages
from search_api.find_pages import Found
from search_api.ports import Hit
from search_api.query_language import Understood


class UnderstoodAnswer(BaseModel):
    """A part of the query as it was understood."""

    kind: str
    says: TwoLanguages
    text: str
    removable: bool
    without: str = Field(description="The query with this part taken out.")


class HitAnswer(BaseModel):
    """A page that answers."""

    document: str
    dossier: str
    page: int = Field(ge=1, description="From 1.")
    page_count: int
    title: str
    file_name: str
    dossier_code: str
    number_and_sign: str
    document_type: str
    agency: str
    issued_on: date | None
    unit: str
    procedure: str = Field(description="What the dossier is called.")
    states: list[str] = Field(description="signed, doubtful, poorly_read.")
    doubtful: list[str] = Field(description="Names of the fields that the machine is not sure of.")
    snippet: list[tuple[str, bool]] = Field(description="Pieces of text in order, each with whether it matched.")


class FacetValue(BaseModel):
    """A value with the number of pages that have it."""

    value: str
    count: int


class EmptiedAnswer(BaseModel):
    """A part without which there would be pages."""

    part: UnderstoodAnswer
    count: int


class SearchAnswer(BaseModel):
    """What a query found, as far as the reader may know."""

    total: int = Field(description="Pages.")
    hits: list[HitAnswer]
    facets: dict[str, list[FacetValue]]
    understood: list[UnderstoodAnswer]
    tolerant: bool = Field(description="Nothing was found letter for letter; one wrong letter a word was forgiven.")
    suggestion: str | None = Field(description="The query as the pages spell it, where a word typed is none.")
    emptied_by: list[EmptiedAnswer] = Field(description="When nothing is found: which part emptied it.")
    without_filters: int | None = Field(description="When nothing is found with filters: pages without them.")


class BoxAnswer(BaseModel):
    """A rectangle in points of the page as shown, origin at the top left."""

    x0: float
    y0: float
    x1: float
    y1: float


class BoxesAnswer(BaseModel):
    """The words of a page that meet a query."""

    width: float = Field(description="Of the page, in points.")
    height: float
    boxes: list[BoxAnswer]


def answer_of(found: Found) -> SearchAnswer:
    return SearchAnswer(
        total=found.answer.total,
        hits=[_hit(hit) for hit in found.answer.hits],
        facets={
            name: [FacetValue(value=value, count=count) for value, count in values]
            for name, values in found.answer.facets.items()
        },
        understood=[_understood(part) for part in found.query.understood],
        tolerant=found.query.tolerant,
        suggestion=found.suggestion,
        emptied_by=[EmptiedAnswer(part=_understood(each.part), count=each.count) for each in found.emptied_by],
        without_filters=found.without_filters,
    )


def _understood(part: Understood) -> UnderstoodAnswer:
    return UnderstoodAnswer(
        kind=part.kind,
        says=TwoLanguages(vi=part.says.vi, en=part.says.en),
        text=part.text,
        removable=part.removable,
        without=part.without,
    )


def _hit(hit: Hit) -> HitAnswer:
    return HitAnswer(
        document=hit.document.value,
        dossier=hit.dossier.value,
        page=hit.page.value,
        page_count=hit.page_count,
        title=hit.title,
        file_name=hit.file_name,
        dossier_code=hit.dossier_code,
        number_and_sign=hit.number_and_sign,
        document_type=hit.document_type,
        agency=hit.agency,
        issued_on=hit.issued_on,
        unit=hit.unit,
        procedure=hit.procedure,
        states=list(hit.states),
        doubtful=list(hit.doubtful),
        snippet=list(hit.snippet),
    )
