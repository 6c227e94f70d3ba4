"""Puts the benchmark's own rows into the database that DATABASE_URL names, and says what is there.

Run as a process of its own: `python -m bench.data --applications 1000 --drafts 20 --seed 1 --out FILE`. With
`--drafts 0` it only adds applications until there are as many as asked for.
"""

import argparse
import json
from pathlib import Path
from typing import Any

import django

django.setup()

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connection

from bench.bulk import add_applications, credit_code
from enterprises.actions import begin_application, give_paper
from enterprises.demo.answers import ANSWERS
from enterprises.demo.facts import facts_for
from enterprises.demo.files import demo_file
from enterprises.enums import MemberRole
from enterprises.models import Application, Call, Enterprise, Membership
from enterprises.sections import SECTIONS, papers_to_upload
from enterprises.workflow import application_flow
from portal.accounts.enums import Role
from portal.accounts.models import District, User
from portal.accounts.sessions import SessionStore
from portal.core import clock
from portal.reviews.models import Transition

# The goal names three files.
FILES = 3
EVENTS = 100
FILER = "filer@bench.test"
# The measures whose demo calls are open.
MEASURES = ("TRA-03", "ENT-01", "SUP-03", "MKT-02")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--applications", type=int, required=True)
    parser.add_argument("--drafts", type=int, default=0)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    facts: dict[str, Any] = _people_and_drafts(options.drafts) if options.drafts else {}
    add_applications(options.applications, options.seed)
    _analyse()
    facts["applications"] = Application.objects.count()
    options.out.write_text(json.dumps(facts))


def _people_and_drafts(count: int) -> dict[str, Any]:
    filer = User.objects.create_user(FILER, settings.DEMO_PASSWORD, name="基准测试", is_demo=True)
    EmailAddress.objects.create(user=filer, email=FILER, verified=True, primary=True)
    call = _call_with_files()
    few, many = [_submitted(filer, call, number) for number in (1, 2)]
    _add_events(many, EVENTS - many.transitions.count())
    drafts = [_draft(filer, call, number).number for number in range(3, 3 + count)]
    officials = User.objects.filter(is_staff=True, is_demo=True).order_by("pk")
    for official in officials:
        # As in production: the desk opens only to who has a second factor.
        Authenticator.objects.create(user=official, type=Authenticator.Type.TOTP, data={"secret": "JBSWY3DPEHPK3PXP"})
    applicants = User.objects.filter(email__in=["applicant@example.test", "agent@example.test", FILER]).order_by("pk")
    # One person a role: the other districts' officers see the same pages.
    shown = [*applicants, *officials.exclude(email__startswith="district-")]
    return {
        "emails": _people_who_sign_in(count, filer),
        "password": settings.DEMO_PASSWORD,
        "hash": filer.password.rpartition("$")[0].rpartition("$")[0],
        "filer": _session(filer),
        "case_manager": _session(officials.get(email="division@example.test")),
        "sessions": {user.email: _session(user) for user in shown},
        "applicants": [user.email for user in applicants],
        "drafts": drafts,
        "files": few.papers.count(),
        "few": few.number,
        "few_events": few.transitions.count(),
        "many": many.number,
        "many_events": many.transitions.count(),
        "call": call.pk,
        "place": few.unit_id,
    }


def _people_who_sign_in(count: int, like: User) -> list[str]:
    """As many as sign-ins: signing in looks through all open sessions of a person, and nobody has dozens."""
    emails = [f"person{number}@bench.test" for number in range(count)]
    made = User.objects.bulk_create(User(email=email, password=like.password, is_demo=True) for email in emails)
    EmailAddress.objects.bulk_create(
        EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in made
    )
    return emails


def _session(user: User) -> str:
    """A session as signing in makes it."""
    store = SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.save()
    return store.session_key


def _call_with_files() -> Call:
    """The open call that asks for three files, or for as few more as there is."""
    # Without questions of its own: the answers below are those of the standard sections.
    plain = Call.objects.published().filter(is_demo=True, closed_early_at=None, form_versions=None)
    calls = {call.measure.code: call for call in plain.select_related("measure")}
    fitting = [(max(len(_papers(calls[code])), FILES), code) for code in MEASURES if code in calls]
    return calls[min(fitting)[1]]


def _papers(call: Call) -> list[Any]:
    return papers_to_upload(Application(call=call))


def _draft(filer: User, call: Call, number: int) -> Application:
    """A complete draft of an enterprise of its own, with a file for each paper, three at least."""
    enterprise = Enterprise.objects.create(
        credit_code=credit_code(f"BD{number:06d}"),
        name=f"基准示例{number}有限公司",
        district=District.objects.get(code="370212"),
        registered_on=clock.today().replace(year=clock.today().year - 6, day=1),
        is_demo=True,
    )
    Membership.objects.create(user=filer, enterprise=enterprise, role=MemberRole.OWNER)
    application = begin_application(filer, enterprise, call, facts_for(call, 2))
    application.answers = {name: value for answers in ANSWERS.values() for name, value in answers.items()}
    application.done_sections = [section.slug for section in SECTIONS if section.slug != "papers"]
    application.save(update_fields=["answers", "done_sections"])
    papers = papers_to_upload(application)
    for paper in papers + papers[-1:] * (FILES - len(papers)):
        give_paper(application, paper.code, demo_file(paper.code, paper.format), filer)
    return application


def _submitted(filer: User, call: Call, number: int) -> Application:
    application = _draft(filer, call, number)
    # A person read anew: permissions are remembered with the instance.
    application_flow.take(application, "submit", User.objects.get(pk=filer.pk))
    return application


def _add_events(application: Application, count: int) -> None:
    """Moves to and fro, as a case with a long history has them."""
    moves = [("request_correction", "submitted", "correction"), ("resubmit", "correction", "submitted")]
    rows = []
    for number in range(count):
        step, source, target = moves[number % 2]
        rows.append(
            Transition(
                case_id=application.pk, step=step, source=source, target=target, desk=Role.DISTRICT, comment="示例"
            )
        )
    Transition.objects.bulk_create(rows)


def _analyse() -> None:
    """What the database does by itself within minutes: figures for its planner."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


if __name__ == "__main__":
    main()
