"""A support measure as data and as rows again.

`{"fields": {…}, "policy": code, "area": code, "papers": [codes], "eligibility": {…}, "subsidy": {…},
"examples": […]}`; an edit of a published measure has `base` besides, the version it began with.
"""

from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from policies.clauses import write_clauses
from policies.enums import Allocation
from policies.models import FocusArea, Measure, MeasurePaper, PaperType, Policy
from policies.rulebook import vocabulary

Content = dict[str, Any]
TEXTS = ("code", "slug", "title_zh", "title_en", "mode", "anchor")
DAYS = ("period_from", "period_to", "window_open", "window_close")
FLAGS = ("expert_review", "on_site_check", "is_demo")
COLUMNS = (*TEXTS, "article", *DAYS, "budget_fen", "usd_cny", *FLAGS)


def read(measure: Measure) -> Content:
    values: dict[str, Any] = {name: getattr(measure, name) for name in COLUMNS}
    values |= {name: values[name].isoformat() if values[name] else None for name in DAYS}
    rate = values["usd_cny"]
    values["usd_cny"] = None if rate is None else f"{rate.normalize():f}"
    return {
        "fields": values,
        "policy": measure.policy.code,
        "area": measure.area.code,
        "papers": [row.paper.code for row in measure.paper_rows.select_related("paper")],
        "eligibility": measure.eligibility,
        "subsidy": measure.subsidy,
        "examples": measure.examples,
    }


def empty() -> Content:
    values: dict[str, Any] = dict.fromkeys(TEXTS, "") | dict.fromkeys(DAYS) | dict.fromkeys(FLAGS, False)
    values |= {"mode": str(Allocation.ENTITLEMENT), "article": None, "budget_fen": None, "usd_cny": None}
    rules = {"eligibility": {}, "subsidy": {}, "examples": []}
    return {"fields": values, "policy": "", "area": "", "papers": [], **rules}


def filled(content: Content, target: Measure | None = None) -> Measure:
    """The row as the content has it, not saved. Raises ValidationError, all faults at once."""
    measure = target or Measure()
    faults: list[ValidationError] = []
    values = content.get("fields") or {}
    for name in COLUMNS:
        value = values.get(name, getattr(measure, name, None))
        try:
            setattr(measure, name, _clean(name, value))
        except ValidationError as fault:
            faults.append(_named(name, fault))
    for name, model in (("policy", Policy), ("area", FocusArea)):
        row = model.objects.filter(code=content.get(name) or "").first()
        if row is None:
            faults.append(_named(name, ValidationError(_("Choose one."))))
        else:
            setattr(measure, name, row)
    for name in ("eligibility", "subsidy", "examples"):
        setattr(measure, name, content.get(name))
    if not faults:
        faults = _refused(measure)
    if faults:
        raise ValidationError(faults)
    return measure


def is_new(content: Content) -> bool:
    return content.get("base") is None


def live(content: Content) -> Measure | None:
    """The published measure that this is an edit of; its code never changes."""
    code = (content.get("fields") or {}).get("code")
    return None if is_new(content) else Measure.objects.filter(code=code).first()


def _clean(name: str, value: Any) -> Any:
    if name == "usd_cny" and value not in (None, ""):
        try:
            value = Decimal(str(value))
        except InvalidOperation as error:
            raise ValidationError(_("Give a number.")) from error
    field = Measure._meta.get_field(name)
    if value in (None, "") and (field.null or name in ("article", "slug")):
        return None if name != "slug" else ""
    return field.clean(value, None)


def _named(name: str, fault: ValidationError) -> ValidationError:
    label = str(Measure._meta.get_field(name).verbose_name)
    text = _("%(column)s: %(problem)s") % {"column": label[:1].upper() + label[1:], "problem": " ".join(fault.messages)}
    return ValidationError(text)


def _refused(measure: Measure) -> list[ValidationError]:
    """What the row's own constraints refuse; the rules are read elsewhere."""
    if measure.article is None:
        measure.article = Measure.next_article(measure.policy_id)
    measure.slug = measure.slug or measure.code.lower()
    try:
        measure.full_clean(exclude=["eligibility", "subsidy", "examples"])
    except ValidationError as fault:
        own = fault.error_dict if hasattr(fault, "error_dict") else {}
        faults = [_named(name, ValidationError(one)) for name, one in own.items() if name != "__all__"]
        return faults + [ValidationError(text) for text in fault.message_dict.get("__all__", [])]
    return []


@transaction.atomic
def apply(content: Content, target: Measure | None = None) -> Measure:
    """Write the content to the live rows: columns, papers, and the clauses of a demo document."""
    policies = {target.policy_id: target.policy} if target else {}
    measure = filled(content, target)
    measure.save()
    _write_papers(measure, content.get("papers") or [])
    policies[measure.policy_id] = measure.policy
    words = vocabulary()
    for policy in policies.values():
        write_clauses(policy, words)
    return measure


def _write_papers(measure: Measure, codes: list[str]) -> None:
    papers = {paper.code: paper for paper in PaperType.objects.filter(code__in=codes)}
    unknown = [code for code in codes if code not in papers]
    if unknown:
        raise ValidationError(_("No paper with the code “%(code)s” is known.") % {"code": unknown[0]})
    for row in measure.paper_rows.exclude(paper__code__in=codes):
        row.delete()
    for order, code in enumerate(dict.fromkeys(codes)):
        MeasurePaper.objects.update_or_create(measure=measure, paper=papers[code], defaults={"order": order})
