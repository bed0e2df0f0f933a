"""A page that lists the API, made by the server: no script, nothing from elsewhere."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from starlette.responses import HTMLResponse

if TYPE_CHECKING:
    from collections.abc import Callable

    from fastapi import FastAPI


def api_page(application: FastAPI) -> Callable[[], HTMLResponse]:
    """A route that shows ``application``'s OpenAPI description as a table."""

    def page() -> HTMLResponse:
        return HTMLResponse(_page(application.openapi()))

    return page


def _page(description: dict[str, Any]) -> str:
    title = f"{escape(description['info']['title'])} {escape(description['info']['version'])}"
    rows = "".join(
        _row(method, path, operation)
        for path, methods in sorted(description["paths"].items())
        for method, operation in methods.items()
    )
    return (
        '<!doctype html><html lang="vi"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{title}: API</title><h1>{title}: API</h1>"
        '<p><a href="/api/openapi.json">OpenAPI (JSON)</a></p>'
        "<table><thead><tr><th>Cách gọi</th><th>Địa chỉ</th><th>Tham số</th><th>Nội dung</th></tr></thead>"
        f"<tbody>{rows}</tbody></table></html>"
    )


def _row(method: str, path: str, operation: dict[str, Any]) -> str:
    parameters = ", ".join(
        f"{parameter['name']}{'' if parameter.get('required') else '?'}"
        for parameter in operation.get("parameters", [])
    )
    says = operation.get("description") or operation.get("summary", "")
    cells = (method.upper(), path, parameters, says)
    return "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>"
