import pytest
from django.db import connection


@pytest.fixture
def shared_database(transactional_db, tmp_path):
    """A database many threads can write to. In-memory SQLite locks whole tables and never waits: use a file then."""
    if connection.vendor != "sqlite" or not connection.is_in_memory_db():
        yield connection
        return
    file = tmp_path / "shared.sqlite3"
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(file)])
    in_memory, name = connection.connection, connection.settings_dict["NAME"]
    connection.connection, connection.settings_dict["NAME"] = None, str(file)
    try:
        yield connection
    finally:
        connection.close()
        connection.connection, connection.settings_dict["NAME"] = in_memory, name
