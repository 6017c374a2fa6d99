"""The wall between towns, in the database itself: nobody is enrolled in another town's cohort, whatever code runs.

Made again after every migrate, because Django rebuilds SQLite tables and drops their triggers without a word.
"""

from django.db import connections

# (name, table, columns whose change is watched, condition under which the row is refused)
_WALLS = (
    (
        "one_town_for_person_and_cohort",
        "workers_enrollment",
        ("worker_id", "cohort_id"),
        """(SELECT municipality_id FROM workers_worker WHERE id = NEW.worker_id) <>
           (SELECT p.municipality_id FROM programs_cohort c JOIN programs_program p ON p.id = c.program_id
            WHERE c.id = NEW.cohort_id)""",
    ),
)
# A town, once written, does not change: (table, column)
_FIXED = (
    ("workers_worker", "municipality_id"),
    ("workers_enrollment", "worker_id"),
    ("workers_enrollment", "cohort_id"),
    ("workers_earning", "enrollment_id"),
    ("workers_incomemonth", "enrollment_id"),
    ("programs_program", "municipality_id"),
    ("programs_cohort", "program_id"),
)


def build_town_walls(*, using: str = "default", **_news) -> None:
    """Create the triggers, replacing those that are there."""
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    build = _build_postgresql if connection.vendor == "postgresql" else _build_sqlite
    with connection.cursor() as cursor:
        for name, table, columns, refused in _WALLS:
            if table in tables:
                for event in ("INSERT", f"UPDATE OF {', '.join(columns)}"):
                    build(cursor, f"{name}_{event[:6].lower()}", table, event, refused)
        for table, column in _FIXED:
            if table in tables:
                build(
                    cursor, f"{table}_{column}_is_fixed", table, f"UPDATE OF {column}", f"NEW.{column} <> OLD.{column}"
                )


def _build_sqlite(cursor, name: str, table: str, event: str, refused: str) -> None:
    cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
    cursor.execute(
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} WHEN {refused} BEGIN SELECT RAISE(ABORT, '{name}'); END"
    )


def _build_postgresql(cursor, name: str, table: str, event: str, refused: str) -> None:
    body = (
        f"BEGIN IF {refused} THEN RAISE EXCEPTION '{name}' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END"
    )
    cursor.execute(f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $wall${body}$wall$")
    cursor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
    cursor.execute(f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()")
