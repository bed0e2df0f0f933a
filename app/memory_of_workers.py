"""How worker processes take memory from the system, set in their environment before they start.

Pictures of pages are a few tens of MiB each and come and go many times a page. Each time the kernel hands out and
clears thousands of small pages, a seventh of the CPU of reading with glibc's defaults; asked for as huge pages they
cost next to nothing. Mapped one by one from 4 MiB on, a picture leaves no hole in the heap that stays the process's:
40 to 60 MiB a worker, for some 3 % of the CPU.
"""

from __future__ import annotations

import contextlib
import ctypes
import mmap
import sys

_PAGE = mmap.PAGESIZE

ENVIRONMENT = {
    # One thread a process: as many processes as processors already fill the machine.
    "OMP_THREAD_LIMIT": "1",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1",
    "MALLOC_MMAP_THRESHOLD_": str(4 << 20),
    "MALLOC_TRIM_THRESHOLD_": str(8 << 20),
}
"""Read by glibc 2.35 and newer when a process starts; elsewhere without effect."""


def bound(most: int) -> None:
    """Let this process write to at most half as much again as ``most`` bytes of memory of its own.

    ``app.pulse`` ends a process that uses more than ``most``; this stops one that is faster than it looks: what asks
    for more gets a MemoryError, or breaks down. A picture that unpacks to a thousand times its file then costs its
    page, not the machine. Without effect elsewhere than on Linux, and where the system has set a lower bound already.
    """
    if sys.platform != "linux":
        return
    import resource  # noqa: PLC0415  Windows has none

    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_DATA, (most * 3 // 2, resource.getrlimit(resource.RLIMIT_DATA)[1]))


def give_back() -> None:
    """Let the system have what is free within the heap, not at its end alone.

    What was read before leaves holes of tens of MiB, which a document of thousands of pages would
    come on top of. Without effect where the C library has no such call.
    """
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)


def in_use() -> int:
    """Bytes of memory that this process keeps the machine from using otherwise; 0 where the system does not say."""
    try:
        with open("/proc/self/statm", "rb") as file:  # noqa: PTH123  read twice a second: no path is needed
            return int(file.read().split()[1]) * _PAGE
    except OSError:
        return 0
