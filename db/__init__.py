"""The database: tables, sessions, migrations, search."""
