"""Runs migrations on the engine that the catalogue hands over, in one transaction."""

from __future__ import annotations

from alembic import context

from adapters.catalogue.all_tables import metadata
from adapters.catalogue.statements import hold_name

engine = context.config.attributes["engine"]

with engine.connect() as connection:
    if engine.dialect.name == "postgresql":
        # This connection waits as long as it must, and is not used for anything else afterwards.
        connection.connection.driver_connection.answer_seconds = None
        connection.detach()
        connection.exec_driver_sql("SET LOCAL lock_timeout = 0")
        connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
        # Another process that migrates is waited for, and then finds nothing left to do.
        hold_name(connection, "migration")
    else:
        # Begun before Alembic asks: on SQLite it would commit after each migration, and of two processes that start at
        # once one would make a table in between that the other is about to make.
        connection.begin()
    context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
