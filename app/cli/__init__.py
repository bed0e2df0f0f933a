"""The command line. ``vankho --help`` lists the commands; each takes ``--json``.

Exit status: 0 done · 1 unexpected · 2 input to correct · 3 done, but something needs a person ·
4 not found · 5 forbidden · 6 conflict · 7 unavailable, try again · 8 damaged · 9 settings.
"""

from app.cli.main import main

__all__ = ["main"]
