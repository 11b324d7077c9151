"""Run by alembic inside the transaction that `Database.migrate` opened."""

from alembic import context

from store.tables import Row

context.configure(connection=context.config.attributes["connection"], target_metadata=Row.metadata)
with context.begin_transaction():
    context.run_migrations()
