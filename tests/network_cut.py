"""A proxy on loopback that can cut a server off as a broken network does: silence, no farewell."""

from __future__ import annotations

import contextlib
import socket
import threading

_PATIENCE = 0.05
"""How long a connection on loopback may take before its request counts as dropped, in seconds."""


class Cut:
    """Carries TCP between clients and the server on ``server_port``; ``port`` is where clients connect.

    While cut, bytes in flight and new ones are held back, nothing is closed, and requests to connect are
    dropped by the kernel: clients meet their own time limits, of connecting and of reading. Once mended,
    what was held back arrives, as TCP would send it again.
    """

    def __init__(self, server_port: int) -> None:
        self._server = ("127.0.0.1", server_port)
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.port: int = self._listener.getsockname()[1]
        self._whole = threading.Event()
        self._whole.set()
        self._closed = False
        self._fillers: list[socket.socket] = []
        self._lock = threading.Lock()
        self._ends: set[socket.socket] = set()
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        """Nothing passes from now on."""
        self._whole.clear()
        # With its queue of waiting connections full, the kernel drops further requests to connect.
        self._listener.listen(0)
        while True:
            filler = socket.socket()
            filler.settimeout(_PATIENCE)
            self._fillers.append(filler)
            try:
                filler.connect(("127.0.0.1", self.port))
            except TimeoutError:
                return

    def mend(self) -> None:
        """Everything passes again."""
        for filler in self._fillers:
            filler.close()
        self._fillers.clear()
        self._listener.listen(128)
        self._whole.set()

    def close(self) -> None:
        """Let every connection go; the server is not touched."""
        self._closed = True
        for filler in self._fillers:
            filler.close()
        self._whole.set()
        # A thread that waits in accept() is woken by shutdown(), not by close().
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        with self._lock:
            ends = list(self._ends)
        for end in ends:
            _end(end)

    def _accept(self) -> None:
        while not self._closed:
            self._whole.wait()
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._carry, args=(client,), daemon=True).start()

    def _carry(self, client: socket.socket) -> None:
        self._whole.wait()
        try:
            server = socket.create_connection(self._server, timeout=10)
        except OSError:
            # The server is down while the network is whole: the client learns of it at once.
            _end(client)
            client.close()
            return
        server.settimeout(None)
        with self._lock:
            self._ends |= {client, server}
        back = threading.Thread(target=self._pump, args=(server, client), daemon=True)
        back.start()
        self._pump(client, server)
        back.join()
        with self._lock:
            self._ends -= {client, server}
        client.close()
        server.close()

    def _pump(self, source: socket.socket, target: socket.socket) -> None:
        """Until one side ends; the end is passed on, held back like bytes while cut."""
        try:
            while data := source.recv(1 << 16):
                self._whole.wait()
                target.sendall(data)
            self._whole.wait()
            target.shutdown(socket.SHUT_WR)
        except OSError:
            self._whole.wait()
            _end(source)
            _end(target)


def _end(end: socket.socket) -> None:
    with contextlib.suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
