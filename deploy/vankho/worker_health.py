"""Whether the worker of this container holds a connection to its queue: exit status 0 or 1.

Run every few seconds, so it loads nothing but the standard library. It asks Redis who is connected
from this container's address; the worker's main process always is, also while its children work.
It does not see a child that hangs: that is ended by the limit of time of its step.
"""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path
from urllib.parse import urlsplit

SECONDS = 5.0


def main() -> int:
    queue = urlsplit(os.environ["VANKHO_REDIS_URL"])
    password = Path(os.environ["VANKHO_SECRETS_DIR"], "vankho_redis_password").read_text("ascii").strip()
    with socket.create_connection((queue.hostname, queue.port or 6379), timeout=SECONDS) as connection:
        here, own_port = connection.getsockname()[:2]
        stream = connection.makefile("rwb")
        stream.write(f"AUTH {password}\r\nCLIENT LIST TYPE normal\r\n".encode())
        stream.flush()
        if stream.readline() != b"+OK\r\n":
            return 1
        told = stream.read(int(stream.readline()[1:])).decode()
    places = [field.removeprefix("addr=") for line in told.splitlines() for field in line.split()[1:2]]
    return 0 if any(place.startswith(f"{here}:") and place != f"{here}:{own_port}" for place in places) else 1


if __name__ == "__main__":
    sys.exit(main())
