"""How far long work has come."""

from __future__ import annotations

from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from app.cli.output import err


def progress_bars() -> Progress:
    """Bars on the standard error, for a context; redrawn where a figure is refreshed."""
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed}/{task.total}"),
        TimeElapsedColumn(),
        console=err,
        # Redrawn when a figure changes: a redraw ten times a second would cost as much as reading a page.
        auto_refresh=False,
    )
