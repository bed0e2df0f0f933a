"""``python -m app`` is ``vankho``."""

from app.cli import main

main()
