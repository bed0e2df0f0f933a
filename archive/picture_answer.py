"""How a picture of a page is told and answered: WebP as it is kept, JPEG where something was covered on it."""

from __future__ import annotations

from typing import Any

_BYTES = {"schema": {"type": "string", "format": "binary"}}
_JPEG, _WEBP = "image/jpeg", "image/webp"
_JPEG_BEGINS = b"\xff\xd8"


def picture_described(description: str) -> dict[int | str, dict[str, Any]]:
    """What a route that answers with a picture says of it."""
    return {200: {"content": {_WEBP: _BYTES, _JPEG: _BYTES}, "description": description}}


def media_type_of(picture: bytes) -> str:
    """``image/jpeg`` or ``image/webp``: by how it begins."""
    return _JPEG if picture.startswith(_JPEG_BEGINS) else _WEBP
