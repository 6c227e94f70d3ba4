"""Drafts for the benchmark of filing: each of an enterprise of its own, whose software holds a token of its own.

Run as a process of its own: `python -m bench.filing_data --drafts 100 --fields 120 --seed 1 --out FILE`.
"""

import argparse
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import django

django.setup()

from django.conf import settings
from django.db import connection

from bench.bulk import credit_code
from bench.data import _session
from enterprises.call_forms.definition import definition_of
from enterprises.demo.answers import ANSWERS
from enterprises.demo.facts import facts_for
from enterprises.enums import FieldKind, FormState, MemberRole, State, TokenScope
from enterprises.models import (
    ApiToken,
    Application,
    Call,
    Enterprise,
    FormField,
    FormSection,
    FormVersion,
    Membership,
)
from enterprises.sections import BY_SLUG, papers_to_upload
from policies.forms import facts_to_json
from policies.models import PaperType
from portal.accounts.enums import Role
from portal.accounts.models import District, Unit, User
from portal.core import clock
from portal.core.codes import digest
from portal.reviews.models import Case, WorkItem

# The measure of the call; with one paper of its own beside the two that everybody uploads, it asks for three files.
MEASURE, PAPER = "TRA-03", "D05"
FILES = 3
SECTIONS = 4
OPTIONS = [{"value": value, "zh": f"选项{value}", "en": f"Option {value}"} for value in "abc"]
# The kinds of the form's fields, in turn, and an answer for each.
KINDS: tuple[tuple[str, Any], ...] = (
    (FieldKind.TEXT, "青岛示例"),
    (FieldKind.MONEY, "120000.50"),
    (FieldKind.NUMBER, "42"),
    (FieldKind.DATE, "2026-03-01"),
    (FieldKind.CHOICE, "b"),
    (FieldKind.LONG_TEXT, "为境外客户提供软件开发服务。"),
)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--drafts", type=int, required=True)
    parser.add_argument("--fields", type=int, required=True)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    call = _call()
    drafts = _drafts(call, options.drafts)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    options.out.write_text(json.dumps({"call": call.pk, "drafts": drafts, "form": _long_form(options.fields)}))


def _call() -> Call:
    """Open now, asking for exactly three files."""
    call = Call.objects.get(measure__code=MEASURE, is_demo=True)
    call.pk, call.code, call.committed_fen = None, "BENCH-FILING", 0
    call.period_from -= timedelta(days=1)
    call.opens_at, call.closes_at = clock.now() - timedelta(days=3), clock.now() + timedelta(days=30)
    call.save(force_insert=True)
    call.papers.add(PaperType.objects.get(code=PAPER))
    asked = [paper.code for paper in papers_to_upload(Application(call=call))]
    assert len(asked) == FILES, asked
    return call


def _drafts(call: Call, count: int) -> list[dict[str, str]]:
    """Complete but for the files. Rows in bulk: a draft made by its own steps takes a dozen queries."""
    district = District.objects.get(code="370212")
    unit = Unit.objects.get(division_code=district.code)
    numbers = range(count)
    password = User.objects.get(email="agent@example.test").password
    users = User.objects.bulk_create(
        User(email=f"software{n}@bench.test", name=f"软件{n}", password=password, is_demo=True) for n in numbers
    )
    enterprises = Enterprise.objects.bulk_create(
        Enterprise(
            credit_code=credit_code(f"BF{n:06d}"),
            name=f"基准软件{n}有限公司",
            district=district,
            registered_on=clock.today().replace(year=clock.today().year - 6, day=1),
            is_demo=True,
        )
        for n in numbers
    )
    pairs = list(zip(users, enterprises, strict=True))
    Membership.objects.bulk_create(Membership(user=user, enterprise=one, role=MemberRole.OWNER) for user, one in pairs)
    secrets = [f"qd_bench{n:035d}" for n in numbers]
    ApiToken.objects.bulk_create(
        ApiToken(
            enterprise=one, user=user, name="bench", prefix=secret[:12], digest=digest(secret),
            scopes=TokenScope.values, expires_on=clock.today() + timedelta(days=30),
        )
        for (user, one), secret in zip(pairs, secrets, strict=True)
    )  # fmt: skip
    cases = _cases(call, unit, pairs)
    return [{"number": case.number, "token": secret} for case, secret in zip(cases, secrets, strict=True)]


def _cases(call: Call, unit: Unit, pairs: list[tuple[User, Enterprise]]) -> list[Case]:
    """Cases first, because the database gives their keys; then what hangs on them."""
    cases = Case.objects.bulk_create(
        Case(flow="application", number=f"QF-{clock.today().year}-{n:06d}", state=State.DRAFT, unit=unit, is_demo=True)
        for n, _pair in enumerate(pairs)
    )
    facts = facts_to_json(facts_for(call, 2))
    answers = {name: value for some in ANSWERS.values() for name, value in some.items()}
    applications = [
        Application(
            case_ptr_id=case.pk,
            enterprise=enterprise,
            call=call,
            applicant=user,
            facts=facts,
            answers=answers,
            done_sections=[slug for slug in BY_SLUG if slug != "papers"],
        )
        for case, (user, enterprise) in zip(cases, pairs, strict=True)
    ]
    # Django's bulk_create refuses a child table; its own insert of the child's columns does not.
    Application._base_manager.get_queryset()._insert(
        applications, fields=Application._meta.local_concrete_fields, raw=True, using="default"
    )
    WorkItem.objects.bulk_create(
        WorkItem(case=case, flow=case.flow, desk=Role.APPLICANT, state=State.DRAFT, topic=str(call.pk))
        for case in cases
    )
    return cases


def _long_form(fields: int) -> dict[str, Any]:
    """A draft under a call whose form has so many fields, in four sections; what a section takes."""
    call = Call.objects.get(code="BENCH-FILING")
    call.pk, call.code = None, "BENCH-FORM"
    call.period_from -= timedelta(days=1)
    call.save(force_insert=True)
    version = FormVersion.objects.create(
        call=call, number=1, state=FormState.PUBLISHED, published_at=clock.now(), drafted_by=None
    )
    sections = FormSection.objects.bulk_create(
        FormSection(version=version, code=f"part{n}", title_zh=f"第{n}部分", title_en=f"Part {n}", order=n)
        for n in range(SECTIONS)
    )
    made, values = [], {}
    for n in range(fields):
        kind, answer = KINDS[n % len(KINDS)]
        section = sections[n * SECTIONS // fields]
        shown = {"field": f"q{n - 6}", "op": "filled"} if n % 12 == 7 else None
        made.append(
            FormField(
                section=section, code=f"q{n}", kind=kind, label_zh=f"问题{n}", label_en=f"Question {n}", order=n,
                options=OPTIONS if kind == FieldKind.CHOICE else [], show_if=shown,
                reference="invoice" if n == 0 else "",
            )
        )  # fmt: skip
        values.setdefault(section.code, {})[f"q{n}"] = answer
    FormField.objects.bulk_create(made)
    user = User.objects.create_user("long@bench.test", settings.DEMO_PASSWORD, name="长表", is_demo=True)
    enterprise = Enterprise.objects.get(credit_code=credit_code("BF000000"))
    Membership.objects.create(user=user, enterprise=enterprise, role=MemberRole.OWNER)
    secret = "qd_benchlong" + "0" * 30
    ApiToken.objects.create(
        enterprise=enterprise, user=user, name="bench", prefix=secret[:12], digest=digest(secret),
        scopes=TokenScope.values, expires_on=clock.today() + timedelta(days=30),
    )  # fmt: skip
    from enterprises.actions import begin_application

    application = begin_application(user, enterprise, call, {})
    assert len(list(definition_of(application.form_version).fields())) == fields
    return {
        "number": application.number, "token": secret, "session": _session(user), "version": version.pk,
        "fields": fields, "sections": values,
    }  # fmt: skip


if __name__ == "__main__":
    main()
