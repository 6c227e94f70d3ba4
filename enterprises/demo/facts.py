"""Invented figures that fit each measure whose demo call takes or took applications."""

from datetime import date
from typing import Any

from enterprises.models import Call

COMMON: dict[str, Any] = {
    "independent_legal_person": True,
    "on_serious_dishonesty_list": False,
    "in_abnormal_operation_list": False,
    "fiscal_funds_owed": False,
    "same_cost_funded_elsewhere": False,
}


def facts_for(call: Call, scale: int) -> dict[str, Any]:
    """Facts under which everything is met; `scale` from 1 to 5 makes the amounts differ."""
    paid: date = call.period_from.replace(day=15)
    own: dict[str, dict[str, Any]] = {
        "ENT-01": {
            "certificate_type": "ISO27001",
            "cost_date": paid,
            "statistics_reported": True,
            "items": [38_000 * scale, 21_500 * scale],
        },
        "TRA-03": {"tax_credit_grade": "A", "eligible_cost_cny": 96_400 * scale, "cost_date": paid},
        "SUP-03": {"trade_category": "GOODS", "fx_receipts_usd": 420_000 * scale},
        "MKT-02": {
            "ip_right_type": "trademark",
            "ip_jurisdiction_foreign": True,
            "cost_date": paid,
            "eligible_cost_cny": 88_000 * scale,
        },
        "OPN-03": {"qingdao_clients_served": 10 + scale, "eligible_cost_cny": 620_000 * scale},
        "MKT-01": {
            "event_in_catalogue": True,
            "booths_overseas": scale,
            "booth_cost_overseas_cny": 46_000 * scale,
            "booths_domestic": 1,
            "booth_cost_domestic_cny": 18_000,
        },
    }
    return COMMON | own[call.measure.code]
