"""Keeps: OCFL objects, deposits, fixity, events, exports."""
