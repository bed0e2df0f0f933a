"""``vankho serve``, ``worker``, ``scheduler`` and ``migrate``."""

from __future__ import annotations

import signal
import threading
from typing import TYPE_CHECKING, Annotated

from pydantic import TypeAdapter, ValidationError

from adapters.catalogue.schema import NEWEST_REVISION
from app.cli.output import out, print_json
from app.cli.session import Json, session
from app.settings import Settings
from app.wiring import profile_of
from app.wrong_setting import what_is_wrong
from records.errors import InvalidInput, Sentence

if TYPE_CHECKING:
    from collections.abc import Sequence


def serve(*, port: int | None = None, workers: int | None = None) -> int:
    """Run the site until stopped (Ctrl+C); on a desk with its workers.

    Parameters
    ----------
    port
        Port to listen on; 0 takes a free one. Default: VANKHO_PORT.
    workers
        Worker processes of a desk. Default: one a processor.
    """
    from app.serving import serve_until_stopped  # noqa: PLC0415  the server's libraries load for this command alone

    current = session()
    return serve_until_stopped(_changed(current.settings, port=port, workers=workers), say=current.say)


def worker(*, workers: int | None = None, queues: str = "", fewest: int | None = None) -> int:
    """Run workers without the site until stopped.

    Parameters
    ----------
    workers
        Worker processes. Default: one a processor.
    queues
        Of the server profile: which kinds of work these workers take, of light, read and keep,
        joined by commas. Default: all.
    fewest
        Of the server profile: processes kept while there is nothing to do; more, up to --workers,
        are started while steps wait. Default: all of them are kept.
    """
    current = session()
    settings = _changed(current.settings, workers=workers)
    if settings.profile == "server":
        from app.celery_worker import run  # noqa: PLC0415  loads for this profile alone

        return run(settings, _queues(queues), fewest=fewest)
    from app.worker_pool import WorkerPool  # noqa: PLC0415  loads for this command alone

    stop = _stopped_by_signals()
    with current.parts():
        pool = WorkerPool(settings)
        pool.start()
        out.print(current.say(f"{settings.workers} tiến trình đang làm việc.", f"{settings.workers} workers at work."))
        stop.wait()
        pool.stop()
    return 0


def scheduler() -> int:
    """Of the server profile: announce again what is undone, until stopped."""
    from app.scheduler import run  # noqa: PLC0415  loads for this command alone

    current = session()
    if current.settings.profile == "desk":
        out.print(
            current.say(
                "Máy đơn lẻ không cần bộ điều phối: các tiến trình làm việc tự trông nhau.",
                "A desk needs no scheduler: its workers look after one another.",
            )
        )
        return 0
    run(current.settings, _stopped_by_signals())
    return 0


def migrate(*, json: Json = False) -> int:
    """Bring the installation to this version: tables; on a server also buckets and the index.

    A desk does so by itself at every command. On a server it is done once, before the other
    services of a new version start.
    """
    current = session()
    if current.settings.profile == "server":
        profile_of(current.settings).prepare()
    with current.parts() as parts:
        parts.catalogue.require_current()
        revision = NEWEST_REVISION
    if json:
        print_json({"revision": revision})
    else:
        out.print(current.say(f"Danh mục ở phiên bản {revision}.", f"The catalogue is at version {revision}."))
    return 0


def _changed(settings: Settings, **options: int | None) -> Settings:
    """The settings with the options of the command line, which obey the same bounds.

    Raises:
        InvalidInput (option.out_of_range): One does not.
    """
    given = {name: value for name, value in options.items() if value is not None}
    for name, value in given.items():
        field = Settings.model_fields[name]
        try:
            bounds: TypeAdapter[int] = TypeAdapter(Annotated[int, *field.metadata])
            bounds.validate_python(value)
        except ValidationError as error:
            says = what_is_wrong(error.errors()[0])
            raise InvalidInput(
                "option.out_of_range",
                Sentence(f"--{name} {says.vi}.", f"--{name} {says.en}."),
                Sentence(
                    f"Xem: VANKHO_{name.upper()} trong docs/operations.md",
                    f"See VANKHO_{name.upper()} in docs/operations.md",
                ),
            ) from error
    return settings.model_copy(update=given)


def _stopped_by_signals() -> threading.Event:
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    return stop


def _queues(text: str) -> Sequence[str]:
    from app.pipeline import QUEUES  # noqa: PLC0415  loads the steps

    asked = [name.strip() for name in text.split(",") if name.strip()]
    if unknown := sorted(set(asked) - set(QUEUES)):
        raise InvalidInput(
            "worker.unknown_queue",
            Sentence(f"Không có hàng đợi: {', '.join(unknown)}.", f"No such queue: {', '.join(unknown)}."),
            Sentence(f"Chọn trong: {', '.join(QUEUES)}.", f"Choose among: {', '.join(QUEUES)}."),
        )
    return asked or QUEUES
