"""How worker processes take memory from the system, set in their environment before they start.

Pictures of pages are a few tens of MiB each and come and go many times a page. With glibc's defaults, or
with small mapping thresholds, each time the kernel hands out and clears thousands of small pages: a seventh
of the CPU of reading. Kept in the heap and asked for as huge pages they cost next to nothing; what is free
at the heap's end beyond 64 MiB still goes back to the system.
"""

from __future__ import annotations

import contextlib
import sys

ENVIRONMENT = {
    # One thread a process: as many processes as processors already fill the machine.
    "OMP_THREAD_LIMIT": "1",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1",
    "MALLOC_MMAP_THRESHOLD_": str(32 << 20),
    "MALLOC_TRIM_THRESHOLD_": str(64 << 20),
}
"""Read by glibc 2.35 and newer when a process starts; elsewhere without effect."""


def bound(most: int) -> None:
    """Let this process write to at most ``most`` bytes of memory of its own: what asks for more gets a MemoryError.

    A picture that unpacks to ten times its page then costs that page, not the machine. Without effect elsewhere
    than on Linux, and where the system has set a lower bound already.
    """
    if sys.platform != "linux":
        return
    import resource  # noqa: PLC0415  Windows has none

    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_DATA, (most, resource.getrlimit(resource.RLIMIT_DATA)[1]))
