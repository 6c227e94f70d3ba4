"""Forms of the demo calls: invented questions with conditions, a table, a file and a statement."""

from typing import Any

from enterprises.enums import FieldKind, FormState
from enterprises.models import Call, FormField, FormSection, FormVersion
from portal.accounts.models import User
from portal.core import clock

Entry = dict[str, Any]


def _if(field: str, op: str, value: Any = None) -> Entry:
    return {"field": field, "op": op} | ({} if value is None else {"value": value})


def _option(value: str, zh: str, en: str) -> Entry:
    return {"value": value, "zh": zh, "en": en}


def _column(code: str, kind: FieldKind, zh: str, en: str, **more: Any) -> Entry:
    return {"code": code, "kind": kind.value, "zh": zh, "en": en, "required": True} | more


def _section(code: str, zh: str, en: str, fields: list[Entry], show_if: Entry | None = None) -> Entry:
    intro = {"intro_zh": "示例表单：内容为演示而编。", "intro_en": "A form for the demo: its questions are invented."}
    return {"code": code, "title_zh": zh, "title_en": en, "show_if": show_if, "fields": fields} | intro


def _field(code: str, kind: FieldKind, zh: str, en: str, **more: Any) -> Entry:
    return {"code": code, "kind": kind.value, "label_zh": zh, "label_en": en} | more


RIGHTS = _section(
    "rights", "境外知识产权", "Rights registered abroad",
    [
        _field("right_kind", FieldKind.CHOICE, "权利类型", "Kind of right", options=[
            _option("patent", "发明专利", "Patent"), _option("trademark", "商标", "Trademark"),
            _option("software", "软件著作权", "Software copyright"),
        ]),
        _field("patent_route", FieldKind.CHOICE, "申请途径", "Route of the application",
               show_if=_if("right_kind", "eq", "patent"), options=[
                   _option("pct", "PCT 国际申请", "PCT application"),
                   _option("paris", "巴黎公约途径", "Paris Convention"),
               ]),
        _field("certificate_no", FieldKind.TEXT, "注册或授权证书编号", "Number of the certificate",
               reference="certificate", limits={"max_length": 60},
               help_zh="按证书填写；同一证书只能用于一次申报。",
               help_en="As on the certificate; a certificate counts for one application only."),
        _field("granted_on", FieldKind.DATE, "授权或注册日期", "Date of the grant", limits={"not_after": "today"}),
        _field("certificate_file", FieldKind.FILE, "证书扫描件", "Scan of the certificate", limits={"max_files": 3}),
    ],
)  # fmt: skip
RIGHTS_COSTS = _section(
    "right_costs", "费用明细", "Costs in detail",
    [
        _field("cost_rows", FieldKind.TABLE, "发票明细", "Invoices", reference="invoice",
               limits={"min_rows": 1, "max_rows": 50}, columns=[
                   _column("number", FieldKind.TEXT, "发票号码", "Invoice number", limits={"max_length": 30},
                           reference="invoice"),
                   _column("issued_on", FieldKind.DATE, "开票日期", "Date of the invoice"),
                   _column("use", FieldKind.CHOICE, "用途", "Use", options=[
                       _option("official", "官费", "Official fee"), _option("agent", "代理费", "Agent’s fee"),
                       _option("translation", "翻译费", "Translation"),
                   ]),
                   _column("amount", FieldKind.MONEY, "金额", "Amount"),
               ]),
        _field("other_support", FieldKind.CHOICE, "是否申请过其他财政资金", "Other public support asked for",
               options=[_option("no", "否", "No"), _option("yes", "是", "Yes")]),
        _field("other_support_which", FieldKind.LONG_TEXT, "资金名称与金额", "Which, and how much",
               show_if=_if("other_support", "eq", "yes"), limits={"max_length": 500}),
        _field("true_costs", FieldKind.STATEMENT, "以上费用真实发生，且未重复申报。",
               "These costs were really paid and are applied for once only."),
    ],
)  # fmt: skip
WAREHOUSE = _section(
    "warehouse", "海外仓情况", "The warehouse",
    [
        _field("operator", FieldKind.CHOICE, "运营方式", "How it is run", options=[
            _option("own", "自建自营", "Built and run by the enterprise"), _option("rented", "租赁运营", "Rented"),
        ]),
        _field("country", FieldKind.TEXT, "所在国家（地区）和城市", "Country or region, and city"),
        _field("floor_area", FieldKind.NUMBER, "使用面积（平方米）", "Floor area in m²",
               limits={"min": "100", "decimals": 0}),
        _field("lease_until", FieldKind.DATE, "租赁期至", "Rented until", show_if=_if("operator", "eq", "rented")),
        _field("lease_file", FieldKind.FILE, "租赁合同", "Rental contract", show_if=_if("operator", "eq", "rented")),
        _field("services", FieldKind.CHOICES, "提供的服务", "Services offered", options=[
            _option("storage", "仓储", "Storage"), _option("delivery", "配送", "Delivery"),
            _option("returns", "退换货", "Returns"), _option("display", "展示", "Showroom"),
        ]),
    ],
)  # fmt: skip
CLIENTS = _section(
    "clients", "服务企业", "Enterprises served",
    [
        _field("client_rows", FieldKind.TABLE, "服务的本市企业", "Enterprises of this city that were served",
               limits={"max_rows": 100}, columns=[
                   _column("name", FieldKind.TEXT, "企业名称", "Name"),
                   _column("contract", FieldKind.TEXT, "合同编号", "Contract number", reference="contract"),
                   _column("paid", FieldKind.MONEY, "服务收入", "Paid for the services"),
               ]),
        _field("open_to_all", FieldKind.STATEMENT, "承诺面向全市企业公平开放。",
               "The warehouse stays open to all enterprises of the city on equal terms."),
    ],
    show_if=_if("floor_area", "gte", "1000"),
)  # fmt: skip
FORMS = {"MKT-02": (RIGHTS, RIGHTS_COSTS), "TRA-02": (WAREHOUSE, CLIENTS)}


def make_forms(calls: dict[str, Call], division: User, leader: User) -> None:
    """Drafted by one, put into use by another; a call that has a form keeps it."""
    for code, sections in FORMS.items():
        call = calls.get(code)
        if call is not None and not call.form_versions.exists():
            _make(call, sections, division, leader)


def _make(call: Call, sections: tuple[Entry, ...], division: User, leader: User) -> None:
    version = FormVersion.objects.create(
        call=call,
        number=1,
        state=FormState.PUBLISHED,
        drafted_by=division,
        published_by=leader,
        published_at=clock.now(),
    )
    for place, entry in enumerate(sections, start=1):
        columns = {name: value for name, value in entry.items() if name != "fields"}
        section = FormSection.objects.create(version=version, order=place, **columns)
        FormField.objects.bulk_create(
            FormField(section=section, order=order, **field) for order, field in enumerate(entry["fields"], start=1)
        )
