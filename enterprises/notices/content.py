"""What a notice says, as canonical JSON: both languages, masked, with its SHA-256."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from enterprises.models import Application, Call
from enterprises.notices.masking import shown_code, shown_name
from enterprises.permissions import current_decision
from portal.accounts.enums import BUREAU
from portal.accounts.models import Unit


def content_of(call: Call, lines: Sequence[dict[str, Any]], **of_notice: Any) -> dict[str, Any]:
    """`of_notice`: number, first_day, last_day, workdays, masking, replaces (a number or None)."""
    measure, bureau = call.measure, Unit.objects.filter(code=BUREAU).first()
    plain = {name: value.isoformat() if isinstance(value, date) else value for name, value in of_notice.items()}
    return plain | {
        "call": call.code,
        "call_number": call.number,
        "measure": measure.code,
        "title": {"zh": measure.title_zh, "en": measure.title_en},
        "authority": {"zh": bureau.name_zh if bureau else "", "en": bureau.name_en if bureau else ""},
        "contact": {"zh": call.contact_zh, "en": call.contact_en},
        "lines": list(lines),
    }


def line_of(application: Application, position: int, masking: str) -> dict[str, Any]:
    """One entry: no number of the application, because that opens nothing to the public."""
    enterprise, decision = application.enterprise, current_decision(application)
    district = enterprise.district.within or enterprise.district
    return {
        "position": position,
        "enterprise": shown_name(enterprise),
        "credit_code": shown_code(enterprise, masking),
        "district": district.code,
        "district_name": {"zh": district.name_zh, "en": district.name_en},
        "amount_fen": decision.amount_fen if decision else 0,
        "clause": decision.clause if decision else "",
    }
