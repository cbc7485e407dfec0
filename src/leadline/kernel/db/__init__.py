"""The database door: engine, transactions, column types, bulk writes and migrations, for both databases."""
