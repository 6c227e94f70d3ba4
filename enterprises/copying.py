"""Last year's application as the beginning of this year's: what holds still is taken, the rest is listed."""

from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from enterprises.actions import begin_application, running_application
from enterprises.call_forms.definition import Definition, FieldDef, definition_of
from enterprises.check_answers import answered_sections
from enterprises.drafting import lock_case, note_files
from enterprises.enums import FieldKind, FormState
from enterprises.evaluation import rule_set_of
from enterprises.exceptions import NotCopied
from enterprises.models import Application, Call, Paper
from enterprises.prefill import BANK, COPY, LASTING, Filled
from enterprises.profiles import OF_ONE_PROJECT
from enterprises.sections import FROM_FILE, counted_answers, definition, live_papers, papers_needed
from enterprises.vault import copy_from_vault, why_not
from policies.rulebook import rule_set
from policies.rules import questions
from portal.accounts.models import User
from portal.core import clock

# Names of the standard sections that are about one project in one period.
OF_ONE_PERIOD = frozenset({"project_summary", "performance_target"})


@dataclass
class Line:
    """One thing of the earlier application; `why` it was not taken."""

    label: Any
    why: str = ""


@dataclass
class Plan:
    """What goes into the new draft, and what the person is told of it."""

    filled: Filled = field(default_factory=Filled)
    papers: list[Paper] = field(default_factory=list)
    taken: list[Line] = field(default_factory=list)
    left: list[Line] = field(default_factory=list)


def calls_to_copy_into(application: Application) -> list[Call]:
    """Open calls of the same measure, of another period, under which the enterprise has nothing yet."""
    moment = clock.now()
    found = Call.objects.published().filter(measure=application.call.measure_id).exclude(pk=application.call_id)
    begun = Application.objects.filter(enterprise=application.enterprise_id).exclude(state="withdrawn")
    taken = set(begun.values_list("call_id", flat=True))
    return [call for call in found.select_related("measure") if call.is_open(moment) and call.pk not in taken]


def earlier_applications(enterprise_pks: list[int], call: Call) -> dict[int, Application]:
    """By enterprise, the newest application under an earlier call of the same measure that was sent."""
    rows = Application.objects.filter(enterprise__in=enterprise_pks, call__measure=call.measure_id)
    rows = rows.exclude(call=call).filter(submitted_at__isnull=False).order_by("pk")
    return {row.enterprise_id: row for row in rows}


def plan_of(application: Application, call: Call) -> Plan:
    """What can be taken over into `call` today; nothing is written."""
    version = call.form_versions.filter(state=FormState.PUBLISHED).first()
    plan = Plan()
    _facts(application, call, plan)
    _answers(application, definition_of(version), call, plan)
    _papers(application, definition_of(version), plan)
    return plan


def copy_application(application: Application, call: Call, user: User) -> Application:
    """A new draft under `call` with what holds still. Raises NotCopied when there is one already."""
    with transaction.atomic():
        if running_application(application.enterprise, call) is not None:
            raise NotCopied(_("This enterprise has an application under this call already."))
        plan = plan_of(application, call)
        made = begin_application(user, application.enterprise, call, {}, taken=plan.filled)
        Application.objects.filter(pk=made.pk).update(copied_from=application)
        made.copied_from = application
        lock_case(made)
        for paper in plan.papers:
            copy_from_vault(paper.from_vault, made, paper.code, user)
        note_files(made, user)
    return made


def _take(plan: Plan, application: Application, target: str, label: Any, value: Any) -> None:
    plan.filled.put(target, value, COPY, application.number)
    plan.taken.append(Line(label))


def _facts(application: Application, call: Call, plan: Plan) -> None:
    """Conditions that hold beyond a period; amounts, numbers and days belong to theirs."""
    asked = {one.field: one for one in questions(rule_set(call.measure))}
    for question in questions(rule_set_of(application)):
        name = question.field
        if name in FROM_FILE or name not in application.facts:
            continue
        lasts = question.kind in LASTING and name not in OF_ONE_PROJECT
        if name not in asked:
            plan.left.append(Line(question.label, _("This call does not ask for it.")))
        elif lasts:
            _take(plan, application, f"fact:{name}", question.label, application.facts[name])
        else:
            plan.left.append(Line(question.label, _("It belongs to the earlier period.")))


def _answers(application: Application, form: Definition, call: Call, plan: Plan) -> None:
    """Standard answers and those of the earlier form, by the code of their field."""
    labels = {row["target"]: row["label"] for section in answered_sections(application) for row in section.rows}
    before = {one.code: one for one in definition(application).fields()}
    for name, value in counted_answers(application).items():
        label = labels.get(f"answer:{name}")
        if label is None or value in (None, "", []) or name in BANK:
            # The account is filled in from the enterprise's file, which knows the present one.
            continue
        why = _why_not(form.field(name), before[name], value, call) if name in before else ""
        if name in OF_ONE_PERIOD:
            why = _("It belongs to the earlier period.")
        if why:
            plan.left.append(Line(label, why))
        else:
            _take(plan, application, f"answer:{name}", label, value)


def _why_not(now: FieldDef | None, before: FieldDef, value: Any, call: Call) -> str:
    if now is None or now.kind != before.kind:
        return _("This call does not ask for it.")
    if now.kind == FieldKind.STATEMENT:
        return _("Statements are made anew each time.")
    if now.reference or before.reference or any(column.reference for column in (*now.columns, *before.columns)):
        return _("It may be used for one application only.")
    if now.kind in {FieldKind.NUMBER, FieldKind.MONEY, FieldKind.TABLE}:
        return _("It belongs to the earlier period.")
    if now.kind == FieldKind.DATE and not call.period_from.isoformat() <= str(value) <= call.period_to.isoformat():
        return _("It belongs to the earlier period.")
    chosen = value if isinstance(value, list) else [value]
    if now.options and any(now.option(one) is None for one in chosen):
        return _("This choice is not offered any more.")
    return ""


def _papers(application: Application, form: Definition, plan: Plan) -> None:
    """Only what lies in the vault says how long it holds; everything else was made for that application."""
    titles = {paper.code: paper.title for paper in papers_needed(application)}
    titles |= {one.paper_code: one.label for one in definition(application).fields() if one.is_file}
    asked = {one.paper_code for one in form.fields() if one.is_file} | {
        code for code in titles if not code.startswith("field:")
    }
    found = live_papers(application)
    vault = {row.pk: row.from_vault for row in application.papers.select_related("from_vault__attachment")}
    for paper in found:
        label = _(": ").join([str(titles.get(paper.code, paper.code)), paper.attachment.original_name])
        paper.from_vault = vault.get(paper.pk)
        why = _why_no_paper(paper, paper.code in asked)
        if why:
            plan.left.append(Line(label, why))
        else:
            plan.papers.append(paper)
            plan.taken.append(Line(label))


def _why_no_paper(paper: Paper, is_asked: bool) -> str:
    kept = paper.from_vault
    if not is_asked:
        return _("This call does not ask for it.")
    if kept is None:
        return _("It was given for the earlier period; attach the one of this period.")
    return why_not(kept)
