"""Reads lines that were found before: port ``LineReader``."""
