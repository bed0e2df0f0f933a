"""Printed forms written to files of each kind, behind ``FormWriter``."""
