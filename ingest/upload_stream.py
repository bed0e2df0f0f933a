"""The body of a request as a file that is read while it arrives."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from anyio import from_thread
from starlette.requests import ClientDisconnect

from records.errors import InvalidInput, Sentence

if TYPE_CHECKING:
    from starlette.requests import Request
    from typing_extensions import Buffer


class UploadStream(io.RawIOBase):
    """Reads a request's body in the worker thread of a ``def`` route; nothing is kept of it.

    Raises on reading:
        InvalidInput (file.upload_interrupted): The sender went away before the end.
    """

    def __init__(self, request: Request) -> None:
        super().__init__()
        self._chunks = request.stream().__aiter__()
        self._rest = memoryview(b"")

    async def _next(self) -> bytes:
        return await self._chunks.__anext__()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Buffer, /) -> int:
        target = memoryview(buffer)
        while not self._rest:
            try:
                self._rest = memoryview(from_thread.run(self._next))
            except StopAsyncIteration:
                return 0
            except ClientDisconnect as gone:
                raise InvalidInput(
                    "file.upload_interrupted",
                    Sentence("Đường truyền bị ngắt khi đang gửi tệp.", "The connection broke while sending."),
                    Sentence(
                        "Hãy gửi lại tệp này; các tệp đã có biên nhận không bị ảnh hưởng.",
                        "Send this file again; files with a receipt are safe.",
                    ),
                ) from gone
        count = min(len(self._rest), len(target))
        target[:count] = self._rest[:count]
        self._rest = self._rest[count:]
        return count
