"""The database on which a crowd runs, and the cases that it finds there."""

import json
import os
import random
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from django.db import connection

from enterprises.credit.checking import check
from enterprises.credit.enums import CreditMoment
from enterprises.enums import Outcome, State
from enterprises.evaluation import keep_result
from enterprises.models import Application, Call, Decision
from enterprises.tests.factories import SOUND_FACTS, Cast, EnterpriseFactory, UserFactory
from enterprises.units import accepting_unit
from enterprises.workflow import application_flow
from portal.accounts.enums import Role
from portal.core import clock
from portal.core.tests.project import ROOT

MOST, LEFT_FREE = 64, 15
# SQLite has one writer at a time, and who waits for it polls: a small office runs no more than this, so only one race
# there has the whole crowd.
MOST_ON_SQLITE = 16


def waiting(call: Call, people: Cast, amounts: list[int]) -> list[Application]:
    """Cases of one enterprise that wait for the last signature, each drafted with its amount."""
    enterprise, applicant = EnterpriseFactory(), UserFactory()
    unit = accepting_unit(enterprise)
    found = []
    for amount in amounts:
        case = Application(enterprise=enterprise, call=call, applicant=applicant, unit=unit, facts=SOUND_FACTS)
        keep_result(case)
        case.computed_fen, case.submitted_at = amount, clock.now()
        application_flow.begin(
            case, state=State.DECIDING, actor=people.case_manager, desk=Role.LEADERSHIP, number_prefix="QD"
        )
        Decision.objects.create(
            application=case, outcome=Outcome.APPROVE, amount_fen=amount, reason="核定。", drafter=people.case_manager
        )
        # The check that the signatures rest on was made with the draft.
        check(case, CreditMoment.DECISION, None)
        found.append(case)
    return found


def processes(on_sqlite: int = MOST_ON_SQLITE) -> int:
    """On PostgreSQL as many as the server has room for: others may use it too."""
    if connection.vendor != "postgresql":
        return on_sqlite
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('max_connections')::int - count(*)::int FROM pg_stat_activity")
        return max(2, min(MOST, cursor.fetchone()[0] - LEFT_FREE))


def crowd(
    folder: Path, orders: list[dict[str, Any]], *, without: bool = False, on_sqlite: int = MOST_ON_SQLITE
) -> dict[str, Any]:
    """Let a crowd take these steps on what the test has committed, and bring back what it met."""
    asked = {"workers": min(processes(on_sqlite), len(orders)), "orders": orders, "without": without}
    ours = {"DJANGO_SETTINGS_MODULE": "enterprises.tests.racing.settings", "REDIS_URL": ""}
    environment = os.environ | ours | {"DATABASE_URL": _address(folder)}
    done = subprocess.run(
        [sys.executable, "-m", "enterprises.tests.racing.crowd"],
        input=json.dumps(asked), capture_output=True, text=True, cwd=ROOT, env=environment, check=False, timeout=150,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout) | {"workers": asked["workers"]}


def _address(folder: Path) -> str:
    """The test's own database; of one in memory, a copy in a file, in the mode that production's SQLite has."""
    if connection.vendor == "postgresql":
        database = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}")
        return urlunsplit(database)
    file = folder / "crowd.sqlite3"
    connection.ensure_connection()
    with closing(sqlite3.connect(file)) as copy:
        connection.connection.backup(copy)
        copy.execute("PRAGMA journal_mode=WAL")
    return f"sqlite:///{file}"


def figures(folder: Path, sql: str) -> list[tuple[Any, ...]]:
    """Read where the crowd wrote."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetchall()
    with closing(sqlite3.connect(folder / "crowd.sqlite3")) as file:
        return file.execute(sql).fetchall()


def amounts_of(seed: int, count: int) -> list[int]:
    """Random amounts in fen; the seed is printed by whoever asks."""
    drawn = random.Random(seed)
    return [drawn.randint(1, 90_000_00) for _n in range(count)]
