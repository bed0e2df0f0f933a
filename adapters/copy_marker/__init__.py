"""Copies of archived documents, marked: see ``archive/use/ports.py``."""
