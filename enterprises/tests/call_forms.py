"""Forms of calls for tests: a small one with every kind of field, and one as long as anybody makes it."""

from typing import Any

from enterprises.enums import FieldKind, FormState
from enterprises.models import Call, FormField, FormSection, FormVersion
from portal.accounts.models import User
from portal.core import clock

YES_NO = [{"value": "yes", "zh": "是", "en": "Yes"}, {"value": "no", "zh": "否", "en": "No"}]
KINDS = [{"value": "own", "zh": "自建", "en": "Own"}, {"value": "rented", "zh": "租用", "en": "Rented"}]
INVOICE_COLUMNS = [
    {
        "code": "number",
        "kind": "text",
        "zh": "发票号码",
        "en": "Invoice number",
        "required": True,
        "limits": {"max_length": 30},
    },
    {"code": "issued", "kind": "date", "zh": "开票日期", "en": "Date", "required": True},
    {"code": "amount", "kind": "money", "zh": "金额", "en": "Amount", "required": True},
]


def field(section: FormSection, code: str, kind: str = FieldKind.TEXT, **values: Any) -> FormField:
    values = {"label_zh": f"题目{code}", "label_en": f"Question {code}", "order": section.fields.count() + 1} | values
    return FormField.objects.create(section=section, code=code, kind=kind, **values)


def section(version: FormVersion, code: str = "warehouse", **values: Any) -> FormSection:
    order = version.sections.count() + 1
    values = {"title_zh": f"部分{code}", "title_en": f"Section {code}", "order": order} | values
    return FormSection.objects.create(version=version, code=code, **values)


def form_version(
    call: Call, *, drafted_by: User | None = None, published: bool = False, number: int = 1
) -> FormVersion:
    version = FormVersion.objects.create(call=call, number=number, drafted_by=drafted_by)
    if published:
        publish(version)
    return version


def publish(version: FormVersion) -> FormVersion:
    """As it lies in the table; the way there is `publishing.publish_form`."""
    FormVersion.objects.filter(pk=version.pk).update(state=FormState.PUBLISHED, published_at=clock.now())
    version.refresh_from_db()
    return version


def warehouse_form(call: Call, **values: Any) -> FormVersion:
    """Two sections: a choice with what depends on it, a table, a file, a statement; the second section depends too."""
    version = form_version(call, **values)
    first = section(version, "warehouse")
    field(first, "operator", FieldKind.CHOICE, options=KINDS)
    rented = {"field": "operator", "op": "eq", "value": "rented"}
    field(first, "landlord", show_if=rented)
    field(first, "area", FieldKind.NUMBER, limits={"min": "100", "max": "100000"})
    field(first, "services", FieldKind.CHOICES, options=KINDS, required=False)
    field(first, "lease", FieldKind.FILE, show_if=rented)
    second = section(version, "costs", show_if={"field": "area", "op": "gte", "value": "500"})
    field(second, "invoices", FieldKind.TABLE, columns=INVOICE_COLUMNS, limits={"max_rows": 5}, reference="invoice")
    field(second, "signed_on", FieldKind.DATE, limits={"not_after": "today"})
    field(second, "note", FieldKind.LONG_TEXT, required=False)
    field(second, "true", FieldKind.STATEMENT)
    return version


def long_form(call: Call, fields: int = 120) -> FormVersion:
    version = form_version(call)
    for place in range(0, fields, 10):
        part = section(version, f"part_{place}")
        FormField.objects.bulk_create(
            FormField(section=part, code=f"f_{place + n}", kind=FieldKind.TEXT, label_zh="题", label_en="Q", order=n)
            for n in range(min(10, fields - place))
        )
    return version
