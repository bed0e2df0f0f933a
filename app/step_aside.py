"""Work that nobody waits for at a screen lets go first what somebody waits for: pages of the site come soon.

On an idle machine it changes nothing. A worker that reads a batch and a site on the same processors share them
three to one for the site, instead of each having its turn. Where the kernel groups processes by session (autogroup,
sched(7)) and the two are of different sessions, it has no effect: the groups have equal shares.
"""

from __future__ import annotations

import os

_NICE = 5
"""A process of this niceness has a third of the weight of one of none (Linux, sched(7))."""


def step_aside() -> None:
    """Let this process, and those it starts from now on, be scheduled after others. Without effect on Windows."""
    if hasattr(os, "nice"):
        os.nice(_NICE)
