"""Whether the worker of this container answers: exit status 0 or 1.

The main process of a Celery worker answers while its children work; one that hangs, or that lost
its queue, does not.
"""

from __future__ import annotations

import socket
import sys

from adapters.task_queue.celery import address, application
from app.settings import Settings

SECONDS = 5.0


def main() -> int:
    settings = Settings.from_environment()
    password = settings.redis_password.get_secret_value() if settings.redis_password else None
    queue = application(address(settings.redis_url, password), step_seconds=settings.page_seconds)
    answers = queue.control.inspect(timeout=SECONDS).ping() or {}
    host = socket.gethostname()
    return 0 if any(name.rpartition("@")[2] == host for name in answers) else 1


if __name__ == "__main__":
    sys.exit(main())
