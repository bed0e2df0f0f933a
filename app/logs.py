"""Logs: a line an event on the standard error stream, with the ids it is about."""

from __future__ import annotations

import logging
import sys
from typing import TYPE_CHECKING

import structlog

from records.personal_data import mask

if TYPE_CHECKING:
    from structlog.typing import EventDict, Processor


def _without_people(_: object, __: str, event: EventDict) -> EventDict:
    """Numbers and addresses of people masked, whichever word of the line holds one; codes and ids are nobody's."""
    return {key: mask(value) if isinstance(value, str) else value for key, value in event.items()}


def configure_logs(level: str) -> None:
    """Readable lines on a terminal, JSON elsewhere."""
    readable = sys.stderr.isatty()
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        _without_people,
    ]
    renderer: Processor = (
        # Without the values of variables, which may be of people; and which other threads change while they are shown.
        structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
        if readable
        else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    # Libraries, and the packages below app, speak through the standard logging module: in the same shape.
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*shared, structlog.stdlib.add_logger_name],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    logging.getLogger("search_api").setLevel(level.upper())
    # Fonts of strangers have odd dates and tables; what of it matters is found by the validator.
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    for client in ("elastic_transport", "urllib3"):
        # Each failed attempt of theirs comes out as an error of ours, with its code.
        logging.getLogger(client).setLevel(logging.ERROR)
    structlog.configure(
        processors=[*shared, renderer],
        wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, level.upper())),
        # One write a line: several processes write to the same place, and a line in two writes is torn by another.
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),
    )
