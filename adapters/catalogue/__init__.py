"""The catalogue: the truth for work in progress, descriptions, retention and decisions.

One set of SQLAlchemy Core statements for SQLite (desk) and PostgreSQL (server); a file per
noun. Every function takes the open connection, so that a step's outcome and the step itself
are written in one transaction (architecture: Two profiles, one code).
"""
