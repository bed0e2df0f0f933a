"""The site of an installation without workers, so that receiving is measured and nothing else.

usage: python -m benchmarks.intake.site      prints its address; ends at SIGTERM
"""

from __future__ import annotations

import socket

import uvicorn

from app.logs import configure_logs
from app.server import create_site
from app.settings import Settings
from app.wiring import open_parts


def main() -> None:
    settings = Settings.from_environment()
    configure_logs(settings.log_level)
    listener = socket.create_server(("127.0.0.1", 0))
    parts = open_parts(settings)
    # As app/serving.py sets it up.
    server = uvicorn.Server(
        uvicorn.Config(create_site(parts), log_level="warning", access_log=False, timeout_graceful_shutdown=5)
    )
    print(f"http://127.0.0.1:{listener.getsockname()[1]}", flush=True)
    server.run(sockets=[listener])
    parts.close()


if __name__ == "__main__":
    main()
