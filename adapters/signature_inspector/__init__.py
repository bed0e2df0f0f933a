"""Signature inspectors: pyHanko."""
