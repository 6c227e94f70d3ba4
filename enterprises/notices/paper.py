"""A public notice as PDF: what its page says, in Chinese and English, with its fingerprint and the place to verify."""

from typing import Any

from django.utils import translation

from enterprises.blank_form import both
from enterprises.models import Notice
from enterprises.notices.page import notice_page, period_of
from enterprises.receipts import qr_rows, verify_url
from portal.core import clock
from portal.core.papers import open_pdf


def notice_pdf(notice: Notice) -> bytes:
    """The same bytes on one day as long as no entry moves. Raises BusyError and PdfError."""
    return open_pdf("notice", lambda: notice_data(notice))


def notice_data(notice: Notice) -> dict[str, Any]:
    """Masked as it was published; the results are those of today."""
    content, address = notice.content, verify_url(notice.code)
    later = getattr(notice, "replaced_by", None)
    zh, en = _page("zh-hans", notice), _page("en", notice)
    return {
        "number": notice.number,
        "title": ["支持资金公示", "Public notice of support"],
        "made": notice.published_at.astimezone(clock.now().tzinfo).date().isoformat(),
        "today": clock.today().isoformat(),
        "measure": [content["title"]["zh"], content["title"]["en"]],
        "authority": [content["authority"]["zh"], content["authority"]["en"]],
        "contact": [content["contact"]["zh"], content["contact"]["en"]],
        "call": f"{content['call']} {content['call_number']}".strip(),
        "period": both(lambda: period_of(notice)),
        "running": zh["running"],
        "total": [zh["total"], en["total"]],
        "rows": [_row(*pair) for pair in zip(zh["rows"], en["rows"], strict=True)],
        "later": later.number if later else "",
        "replaces": notice.replaces.number if notice.replaces else "",
        "why": [notice.why_zh, notice.why_en],
        "code": notice.code,
        "verify_at": address,
        "qr": qr_rows(address),
        "sha256": notice.sha256,
        "demo": notice.is_demo,
    }


def _page(language: str, notice: Notice) -> dict[str, Any]:
    """The page in one language, its labels said while that language holds."""
    with translation.override(language):
        page = notice_page(notice)
        for row in page["rows"]:
            row["result"] = str(row["result"])
            row["objections"] = [one | {"outcome": str(one["outcome"])} for one in row["objections"]]
        return page


def _row(zh: dict[str, Any], en: dict[str, Any]) -> dict[str, Any]:
    return {
        "position": str(zh["position"]),
        "enterprise": zh["enterprise"],
        "credit_code": zh["credit_code"],
        "place": [zh["place"], en["place"]],
        "amount": zh["amount"],
        "result": [zh["result"], en["result"]],
        "objections": [
            {"outcome": [one["outcome"], other["outcome"]], "said": one["said"]}
            for one, other in zip(zh["objections"], en["objections"], strict=True)
        ],
    }
