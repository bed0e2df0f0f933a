"""Decides how long a dossier is kept, and says why."""
