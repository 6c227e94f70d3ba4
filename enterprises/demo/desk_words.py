"""Labels, canned replies and a kept list for the desk of the demo."""

from enterprises.models import Application, CaseLabel, Label, Snippet, StoredFilter
from portal.accounts.models import Unit, User

LABELS = {
    "QD-COM": (("加急", "tile"), ("需实地核查", "sand"), ("重点企业", "sea")),
    "370212": (("待电话核实", "sand"), ("材料齐全", "pine")),
}
SNIPPETS = (
    (
        "correction", "扫描件不清晰", "Scan not legible",
        "上传的扫描件不清晰，无法辨认。请重新扫描，分辨率不低于 300 dpi，以 PDF 格式上传。",
        "The scan cannot be read. Please scan the paper again, at 300 dpi or more, and upload it as a PDF.",
    ),
    (
        "correction", "金额不一致", "Amounts differ",
        "填报金额与发票、付款凭证合计不一致。请核对后更正，或说明差额原因。",
        "The amount entered differs from the invoices and payments. Please correct it, or explain why.",
    ),
    (
        "correction", "缺少盖章", "Seal missing",
        "材料未加盖单位公章。请盖章后重新上传。",
        "The paper does not carry the enterprise’s seal. Please have it sealed and upload it again.",
    ),
    (
        "refusal", "不属于本次申报范围", "Outside this call",
        "所报项目不属于本次申报通知规定的支持范围，不予受理。",
        "The project is outside what this call supports, so the application is not accepted.",
    ),
    (
        "decision", "符合条件", "Conditions met",
        "经审核，申报材料齐全，符合支持条件，按规则核定支持金额。",
        "The papers are complete and the conditions are met; the amount follows the rule.",
    ),
    (
        "objection", "异议不成立", "Objection not founded",
        "经核查，异议所述情况与事实不符，异议不成立。",
        "The facts were checked and differ from what the objection says; it is not founded.",
    ),
    (
        "comment", "现场核查一致", "Site check agrees",
        "现场核查情况与申报材料一致。",
        "What was found on site agrees with the papers.",
    ),
)  # fmt: skip


def make_desk_words(people: dict[str, User], applications: list[Application]) -> None:
    division = people["division@example.test"]
    for noun, title_zh, title_en, text_zh, text_en in SNIPPETS:
        wording = {"title_en": title_en, "text_zh": text_zh, "text_en": text_en, "is_demo": True}
        Snippet.objects.get_or_create(noun=noun, title_zh=title_zh, defaults=wording)
    for code, labels in LABELS.items():
        unit = Unit.objects.get(code=code)
        made = [Label.objects.get_or_create(unit=unit, name=name, defaults={"tone": tone})[0] for name, tone in labels]
        for place, application in enumerate(applications[::3]):
            CaseLabel.objects.get_or_create(
                label=made[place % len(made)], case_id=application.pk, defaults={"by": division}
            )
    bureau = Unit.objects.get(code="QD-COM")
    StoredFilter.objects.get_or_create(
        owner=division, name="形式审查", defaults={"address": "view=desk&state=formal_review", "unit": bureau}
    )
