"""The wall between towns, in the database itself: nobody is enrolled in another town's cohort, whatever code runs.

Made again after every migrate, because Django rebuilds SQLite tables and drops their triggers without a word.
"""

from django.db import connections


def _column(table: str, column: str, of: str) -> str:
    return f"(SELECT {column} FROM {table} WHERE id = {of})"


def _town_of_program(of: str) -> str:
    return _column("programs_program", "municipality_id", of)


def _program_of_cohort(of: str) -> str:
    return _column("programs_cohort", "program_id", of)


def _program_of_enrollment(of: str) -> str:
    return _program_of_cohort(_column("workers_enrollment", "cohort_id", of))


def _program_of_call(of: str) -> str:
    return _program_of_cohort(_column("programs_call", "cohort_id", of))


def _program_of_session(of: str) -> str:
    return _column("programs_course", "program_id", _column("programs_coursesession", "course_id", of))


def _town_of_worker(of: str) -> str:
    return _column("workers_worker", "municipality_id", of)


# (name, table, columns whose change is watched, condition under which the row is refused)
_WALLS = (
    (
        "one_town_for_person_and_cohort",
        "workers_enrollment",
        ("worker_id", "cohort_id"),
        f"{_town_of_worker('NEW.worker_id')} <> {_town_of_program(_program_of_cohort('NEW.cohort_id'))}",
    ),
    (
        "one_town_for_applicant_and_participant",
        "workers_application",
        ("call_id", "worker_id"),
        f"{_town_of_worker('NEW.worker_id')} <> {_town_of_program(_program_of_call('NEW.call_id'))}",
    ),
    (
        "one_town_for_call_and_consent",
        "workers_application",
        ("call_id", "consent_id"),
        f"""{_column("programs_consenttext", "municipality_id", "NEW.consent_id")}
            <> {_town_of_program(_program_of_call("NEW.call_id"))}""",
    ),
    (
        "one_program_for_call_and_earlier_call",
        "workers_application",
        ("call_id", "carried_from_id"),
        f"""{_program_of_call(_column("workers_application", "call_id", "NEW.carried_from_id"))}
            <> {_program_of_call("NEW.call_id")}""",
    ),
    (
        "one_town_for_attendee_and_participant",
        "workers_attendee",
        ("municipality_id", "worker_id"),
        f"{_town_of_worker('NEW.worker_id')} <> NEW.municipality_id",
    ),
    (
        "one_town_for_attendee_and_session",
        "workers_attendance",
        ("session_id", "attendee_id"),
        f"""{_column("workers_attendee", "municipality_id", "NEW.attendee_id")}
            <> {_town_of_program(_program_of_session("NEW.session_id"))}""",
    ),
    (
        "one_program_for_skill_and_participant",
        "workers_skillcheck",
        ("enrollment_id", "skill_id"),
        f"""{_column("programs_skill", "program_id", "NEW.skill_id")}
            <> {_program_of_enrollment("NEW.enrollment_id")}""",
    ),
    (
        "one_survey_for_response_and_question",
        "workers_surveyanswer",
        ("response_id", "question_id"),
        f"""{_column("programs_surveyquestion", "survey_id", "NEW.question_id")}
            <> {_column("workers_surveyresponse", "survey_id", "NEW.response_id")}""",
    ),
    (
        "one_person_for_contact_and_follow_up",
        "workers_followup",
        ("contact_id", "enrollment_id"),
        f"{_column('workers_contact', 'enrollment_id', 'NEW.contact_id')} <> NEW.enrollment_id",
    ),
    (
        "one_matter_for_message_and_read_mark",
        "workers_readmark",
        ("matter_id", "message_id"),
        f"{_column('workers_message', 'matter_id', 'NEW.message_id')} <> NEW.matter_id",
    ),
    (
        "one_person_for_entry_and_statement",
        "workers_earning",
        ("statement_id",),
        f"{_column('workers_statementimport', 'enrollment_id', 'NEW.statement_id')} <> NEW.enrollment_id",
    ),
    (
        "one_person_for_entry_and_correction",
        "workers_earning",
        ("corrects_id",),
        f"{_column('workers_earning', 'enrollment_id', 'NEW.corrects_id')} <> NEW.enrollment_id",
    ),
    (
        "people_merge_within_a_town",
        "workers_worker",
        ("merged_into_id",),
        f"{_town_of_worker('NEW.merged_into_id')} <> NEW.municipality_id",
    ),
    *(
        (
            f"one_program_for_{table.split('_')[1]}_and_cohort",
            table,
            ("program_id", "cohort_id"),
            f"{_program_of_cohort('NEW.cohort_id')} <> NEW.program_id",
        )
        for table in ("programs_course", "programs_survey", "programs_announcement", "workers_peopleimport")
    ),
    (
        "one_program_for_survey_and_course",
        "programs_survey",
        ("program_id", "course_id"),
        f"{_column('programs_course', 'program_id', 'NEW.course_id')} <> NEW.program_id",
    ),
)
# A town, once written, does not change: (table, column)
_FIXED = (
    ("workers_worker", "municipality_id"),
    ("workers_enrollment", "cohort_id"),
    ("workers_earning", "enrollment_id"),
    ("workers_incomemonth", "enrollment_id"),
    ("workers_application", "call_id"),
    ("workers_attendee", "municipality_id"),
    ("programs_program", "municipality_id"),
    ("programs_cohort", "program_id"),
    ("programs_call", "cohort_id"),
    ("programs_course", "program_id"),
    ("programs_survey", "program_id"),
)


# These follow a person from one row to another of the same cohort (merging), and nowhere else: (table, column)
_SAME_COHORT = (("workers_contact", "enrollment_id"), ("workers_matter", "enrollment_id"))


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

    with connection.cursor() as cursor:
        for table, column in _SAME_COHORT:
            if table in tables:
                moved = " <> ".join(
                    _column("workers_enrollment", "cohort_id", f"{row}.{column}") for row in ("NEW", "OLD")
                )
                build(cursor, f"{table}_{column}_stays_in_its_cohort", table, f"UPDATE OF {column}", moved)


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
