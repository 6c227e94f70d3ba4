"""Invented answers to whatever a call's form asks, and the files that it wants."""

from decimal import Decimal
from typing import Any

from enterprises.actions import give_paper
from enterprises.call_forms.definition import FieldDef
from enterprises.call_forms.section_form import missing
from enterprises.demo.files import demo_file
from enterprises.drafting import mark_of, save_section
from enterprises.enums import FieldKind, SignatureAnswer
from enterprises.models import Application
from enterprises.sections import answers_so_far, definition, papers_to_upload
from enterprises.signing import answer_request, ask_signature, content_hash, needs_signing
from portal.accounts.models import User
from portal.core import clock

ANSWERS = {
    "contact": {
        "contact_name": "示例联系人",
        "contact_phone": "0532-00000000",
        "contact_email": "contact@example.test",
    },
    "project": {
        "project_title": "示例项目",
        "project_summary": "示例内容：项目为演示而编，与任何真实企业无关。",
        "performance_target": "示例目标：一年内出口增长百分之十。",
    },
    "bank": {
        "bank_account_name": "示例账户",
        "bank_name": "示例银行青岛示例支行",
        "bank_account_number": "00000000000000000",
    },
}


def complete(application: Application, user: User, facts: dict[str, Any]) -> None:
    """Answer every section and give every file, as a person would who knows the rules."""
    # Each enterprise has an account of its own, or all of them would be pointed out to each other.
    account = {"bank_account_number": f"{application.enterprise_id:017d}"}
    for slug, answers in ANSWERS.items():
        save(application, slug, user, answers=answers | (account if slug == "bank" else {}))
    save(application, "conditions", user, facts=facts)
    complete_form(application, user)
    for paper in papers_to_upload(application):
        give_paper(application, paper.code, demo_file(paper.code, paper.format, application.number), user)
    if needs_signing(application):
        request = ask_signature(application, user, name=user.name, email=user.email)
        answer_request(request, user, answer=SignatureAnswer.SIGNED, seen=content_hash(application))


def save(application: Application, slug: str, user: User, **given: Any) -> None:
    save_section(application, slug, user=user, seen=mark_of(application, slug).revision, done=True, **given)


def complete_form(application: Application, user: User) -> None:
    """Section by section, because an answer may bring up more questions, in the same section and behind it."""
    for section in definition(application).sections:
        answers: dict[str, Any] = {}
        while wanted := [
            field for field in missing(section, answers_so_far(application) | answers) if field.code not in answers
        ]:
            for field in wanted:
                answers[field.code] = [field.code] if field.is_file else answer_to(field, application.number)
                if field.is_file:
                    file = demo_file(field.code, "pdf", application.number)
                    give_paper(application, field.paper_code, file, user)
        texts = {field.code: answers[field.code] for field in section.fields if field.code in answers}
        files = {field.code for field in section.fields if field.is_file}
        save(application, section.code, user, answers={code: texts[code] for code in texts if code not in files})


def answer_to(field: FieldDef, number: str) -> Any:
    """An answer that fits the field; what may be used once only carries the number of the application."""
    match field.kind:
        case FieldKind.NUMBER | FieldKind.MONEY:
            return _figure(field)
        case FieldKind.DATE:
            return str(field.limits.get("not_before") or clock.today().isoformat())
        case FieldKind.CHOICE:
            return field.options[0].value
        case FieldKind.CHOICES:
            return [field.options[0].value]
        case FieldKind.STATEMENT:
            return True
        case FieldKind.TABLE:
            rows = max(int(field.limits.get("min_rows") or 0), 1)
            return [
                {column.code: answer_to(column, f"{number}-{row + 1}") for column in field.columns}
                for row in range(rows)
            ]
        case _:
            return f"示例-{number}" if field.reference else "示例内容"


def _figure(field: FieldDef) -> str:
    least, most = (Decimal(str(field.limits.get(name))) if field.limits.get(name) not in (None, "") else None
                   for name in ("min", "max"))  # fmt: skip
    wanted = least if least is not None and least > 0 else Decimal(10)
    return f"{min(wanted, most) if most is not None else wanted:f}"
