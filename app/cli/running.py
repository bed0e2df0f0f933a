"""``vankho serve``, ``worker`` and ``migrate``."""

from __future__ import annotations

import signal
import threading

from adapters.catalogue.engine import NEWEST_REVISION
from app.cli.output import out, print_json
from app.cli.session import Json, session


def serve(*, port: int | None = None, workers: int | None = None) -> int:
    """Run the site and its workers until stopped (Ctrl+C).

    Parameters
    ----------
    port
        Port on loopback; 0 takes a free one. Default: VANKHO_PORT.
    workers
        Worker processes. Default: one a processor.
    """
    from app.serving import serve_until_stopped  # noqa: PLC0415  the server's libraries load for this command alone

    current = session()
    changes = {key: value for key, value in (("port", port), ("workers", workers)) if value is not None}
    return serve_until_stopped(current.settings.model_copy(update=changes), say=current.say)


def worker(*, workers: int | None = None) -> int:
    """Run workers without the site until stopped.

    Parameters
    ----------
    workers
        Worker processes. Default: one a processor.
    """
    from app.worker_pool import WorkerPool  # noqa: PLC0415  loads for this command alone

    current = session()
    settings = current.settings if workers is None else current.settings.model_copy(update={"workers": workers})
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    with current.parts():
        pool = WorkerPool(settings)
        pool.start()
        out.print(current.say(f"{settings.workers} tiến trình đang làm việc.", f"{settings.workers} workers at work."))
        stop.wait()
        pool.stop()
    return 0


def migrate(*, json: Json = False) -> int:
    """Bring the catalogue's tables to this version; every command does so by itself when needed."""
    current = session()
    with current.parts() as parts:
        parts.catalogue.require_current()
        revision = NEWEST_REVISION
    if json:
        print_json({"revision": revision})
    else:
        out.print(current.say(f"Danh mục ở phiên bản {revision}.", f"The catalogue is at version {revision}."))
    return 0
