"""Send a stored file, whole or a part of it (RFC 9110, 14), without holding it in memory."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, BinaryIO
from urllib.parse import quote

from starlette.concurrency import iterate_in_threadpool, run_in_threadpool
from starlette.responses import StreamingResponse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.types import Receive, Scope, Send

_CHUNK = 1 << 18


class Download(StreamingResponse):
    """Streams ``content`` and closes it, whatever happens to the connection.

    A request with one satisfiable range is answered 206, one beyond the end 416; several
    ranges at once are answered with the whole, as the standard allows. ``content`` must be
    seekable and stand anywhere.
    """

    def __init__(
        self,
        content: BinaryIO,
        *,
        file_name: str,
        media_type: str,
        inline: bool = False,
        cache: str = "private, no-cache",
    ) -> None:
        self._content = content
        self._size = content.seek(0, io.SEEK_END)
        super().__init__(
            (),
            headers={
                "content-disposition": content_disposition(file_name, inline=inline),
                # What a sender uploaded must never run in the reader's browser as something else.
                "x-content-type-options": "nosniff",
                "accept-ranges": "bytes",
                "cache-control": cache,
            },
            media_type=media_type,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = {name.lower(): value.decode("latin-1") for name, value in scope["headers"]}
        # Without a validator nothing can be said about If-Range: the whole is always right.
        asked = None if b"if-range" in headers else headers.get(b"range")
        self.status_code, start, length = requested(asked, self._size)
        self.headers["content-length"] = str(length)
        if self.status_code == 206:
            self.headers["content-range"] = f"bytes {start}-{start + length - 1}/{self._size}"
        if self.status_code == 416:
            self.headers["content-range"] = f"bytes */{self._size}"
        self.body_iterator = iterate_in_threadpool(self._part(start, 0 if scope["method"] == "HEAD" else length))
        try:
            await super().__call__(scope, receive, send)
        finally:
            # The generator may never have begun: it cannot be the one to close.
            await run_in_threadpool(self._content.close)

    def _part(self, start: int, left: int) -> Iterator[bytes]:
        self._content.seek(start)
        while left:
            chunk = self._content.read(min(_CHUNK, left))
            if not chunk:
                # The promised length cannot be kept: break off, so that the client sees it.
                raise EOFError
            left -= len(chunk)
            yield chunk


def requested(header: str | None, size: int) -> tuple[int, int, int]:
    """Status, start and length of the part a ``Range`` header asks of ``size`` bytes."""
    matched = re.fullmatch(r"bytes=[ \t]*(\d*)-(\d*)[ \t]*", header or "", re.ASCII)
    if not matched or (not matched[1] and not matched[2]):
        return 200, 0, size
    if not matched[1]:
        length = min(int(matched[2]), size)
        return (206, size - length, length) if length else (416, 0, 0)
    start = int(matched[1])
    end = min(int(matched[2]), size - 1) if matched[2] else size - 1
    if matched[2] and int(matched[2]) < start:
        return 200, 0, size
    return (206, start, end - start + 1) if start < size else (416, 0, 0)


def content_disposition(file_name: str, *, inline: bool) -> str:
    """RFC 6266: an ASCII name for old clients, the name as it is in UTF-8 for all others."""
    kind = "inline" if inline else "attachment"
    clean = "".join(sign if sign.isprintable() else "_" for sign in file_name) or "file"
    plain = re.sub(r'[^\x20-\x7e]|["\\%]', "_", clean)
    encoded = quote(clean.encode("utf-8", "replace"), safe="")
    return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{encoded}"
