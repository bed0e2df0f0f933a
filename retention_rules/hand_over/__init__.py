"""Decide who has a dossier: when a unit owes it to the current archive, and how it is taken over."""
