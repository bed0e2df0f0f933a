"""Runs migrations on the engine that the catalogue hands over, in one transaction."""

from __future__ import annotations

from alembic import context

from adapters.catalogue.schema import metadata
from adapters.catalogue.statements import hold_name

engine = context.config.attributes["engine"]

with engine.connect() as connection:
    if engine.dialect.name == "postgresql":
        # Another process that migrates is waited for, and then finds nothing left to do.
        connection.exec_driver_sql("SET LOCAL lock_timeout = 0")
        connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
        hold_name(connection, "migration")
    context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
