"""What an S3 server says of itself to whoever asks: its time and its name (RFC 9110, 6.6.1 and 10.2.4)."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import certifi
from urllib3 import PoolManager, Timeout

from adapters.object_store.s3_errors import translated, unreachable


@dataclass(frozen=True, slots=True)
class ServerSaid:
    """The server's clock, to the second, and the name of its software, without version."""

    time: datetime
    software: str


def ask(endpoint: str, *, secure: bool, seconds: float = 2.0) -> ServerSaid:
    """Ask once, without signing: a signature fails where clocks differ.

    Raises:
        Unavailable (store.unreachable): No answer within ``seconds``, or one without its time.
        Misconfigured (store.tls): No trusted connection could be made.
    """
    pool = PoolManager(
        retries=False,
        timeout=Timeout(connect=seconds, read=seconds),
        ca_certs=(os.environ.get("SSL_CERT_FILE") or certifi.where()) if secure else None,
    )
    with translated(endpoint), pool:
        # Any answer will do, also a refusal: every one carries the time.
        answer = pool.request("GET", f"{'https' if secure else 'http'}://{endpoint}/", redirect=False)
    try:
        time = parsedate_to_datetime(answer.headers["Date"]).astimezone(UTC)
    except (KeyError, ValueError) as error:
        raise unreachable(endpoint) from error
    return ServerSaid(time, answer.headers.get("Server", "S3"))
