"""Runs the site of an installation; on a desk with its workers."""

from __future__ import annotations

import signal
import socket
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import uvicorn

from app.blob_cache import TIDY_SECONDS
from app.cli.output import out
from app.operations.examine import require_sound
from app.patience import open_when_there
from app.server import create_site
from app.worker_pool import WorkerPool
from records.errors import Misconfigured, Sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from app.settings import Settings
    from app.wiring import Parts


def serve_until_stopped(settings: Settings, *, say: Callable[[str, str], str]) -> int:
    """Listen, on a desk also work, and end cleanly on SIGTERM or Ctrl+C.

    Raises:
        Misconfigured (server.port_taken): Something else listens there.
    """
    listener = _listen(settings)
    host, port = listener.getsockname()[:2]
    require_sound(settings)
    parts = open_when_there(settings, _sleep)
    assert parts is not None, "nothing ends this wait but a signal"
    pool = WorkerPool(settings) if settings.profile == "desk" else None
    if pool is None:
        threading.Thread(target=_forget_unused, args=(parts,), daemon=True).start()
    try:
        server = _Server(
            uvicorn.Config(
                create_site(parts),
                log_level="warning",
                access_log=False,
                timeout_graceful_shutdown=5,
                forwarded_allow_ips=settings.trusted_proxies,
            )
        )
        if pool is not None:
            pool.start()
        shown = f"[{host}]" if ":" in host else host
        out.print(say(f"Mở trong trình duyệt: http://{shown}:{port}", f"Open in a browser: http://{shown}:{port}"))
        server.run(sockets=[listener])
    finally:
        if pool is not None:
            pool.stop()
        parts.close()
    return 0


def _forget_unused(parts: Parts) -> None:
    while True:
        time.sleep(TIDY_SECONDS)
        parts.blob_cache.forget_unused()


def _sleep(seconds: float) -> bool:
    time.sleep(seconds)
    return False


class _Server(uvicorn.Server):
    """Stops at a signal and returns, so that the workers can be stopped in order after it."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        # uvicorn raises the signal once more when it is done, which would end the process before its workers.
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self.handle_exit)
        yield


def _listen(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((settings.host, settings.port))
    except OSError as error:
        listener.close()
        raise Misconfigured(
            "server.port_taken",
            Sentence(
                f"Cổng {settings.port} đang được dùng hoặc không mở được: {error.strerror}.",
                f"Port {settings.port} is taken or cannot be opened: {error.strerror}.",
            ),
            Sentence(
                "Dừng chương trình kia, hoặc chọn cổng khác: vankho serve --port 8421.",
                "Stop the other program, or take another port: vankho serve --port 8421.",
            ),
        ) from error
    return listener
