"""The database door: engine, transactions, column types, bulk writes and migrations, for SQLite and PostgreSQL alike."""
