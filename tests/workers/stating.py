"""Statements as tests want them: kept, read, written."""

from programs.shared.table_files import Limits, read_pasted
from workers.domain.statement_reading import read_statement
from workers.domain.statements import keep_statement, write_statement
from workers.models import StatementImport

HEAD = "日付\t件名\t依頼主\t報酬\tシステム利用料\t受取額"
GOOD = "2026/11/3\t記事の作成\t港屋\t11,000円\t2,420\t8,580"


def keep(town, *lines: str, source: str = "crowdworks") -> StatementImport:
    text = "\n".join(lines)
    table = read_pasted(text, Limits(columns=200, ragged=True))
    return keep_statement(
        enrollment=town.enrollment, source=source, table=table, data=text.encode(), file_name="", by=town.worker_user
    )


def write(town, *lines: str, **fields) -> StatementImport:
    return write_statement(draft=keep(town, *lines, **fields), by=town.worker_user)


def states(draft: StatementImport) -> list[str]:
    return [line.state for line in read_statement(draft).lines]
