"""Asks the application itself, without a port."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import httpx

if TYPE_CHECKING:
    from fastapi import FastAPI


def ask(
    site: FastAPI,
    address: str,
    *,
    method: str = "GET",
    form: dict[str, str] | None = None,
    language: str = "vi",
    headers: dict[str, str] | None = None,
) -> httpx.Response:
    """The answer as a browser gets it, redirects not followed."""

    async def go() -> httpx.Response:
        transport = httpx.ASGITransport(site)
        async with httpx.AsyncClient(transport=transport, base_url="http://testserver") as client:
            told = {"Accept": "text/html", "Cookie": f"vankho_lang={language}", **(headers or {})}
            return await client.request(method, address, data=form, headers=told)

    return asyncio.run(go())
