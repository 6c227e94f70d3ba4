"""Invented enterprises that know everything about themselves, to count the questions that they are asked."""

import random
from datetime import date, timedelta
from typing import Any

ABSENT = None

GENERAL = {
    "registered_division": "370212",
    "independent_legal_person": True,
    "on_serious_dishonesty_list": False,
    "in_abnormal_operation_list": False,
    "fiscal_funds_owed": False,
    "same_cost_funded_elsewhere": False,
}
# What an enterprise has when nothing is said of it: nothing. None is "we have none".
NOTHING: dict[str, Any] = {
    "entity_type": "enterprise", "years_since_registration": 4, "tax_credit_grade": "B", "statistics_reported": False,
    "export_base_member": False, "export_base_operator": False, "trade_category": ABSENT, "export_value_usd": 0,
    "prev_export_value_usd": 0, "offshore_exec_usd": 0, "fx_receipts_usd": 0, "tech_contract_registered": False,
    "cbec_export_cny": 0, "park_cbec_cny": 0, "warehouse_area_sqm": 0, "clients_served": 0,
    "qingdao_clients_served": 0, "staff_insured": 12, "new_tenants": 0, "base_services_export_usd": 0,
    "people": ABSENT, "foreign_talent_months": 0, "items": [0], "cost_date": date(2026, 3, 2),
    "certificate_type": ABSENT, "event_in_catalogue": False, "booths_overseas": 0, "booths_domestic": 0,
    "booth_cost_overseas_cny": 0, "booth_cost_domestic_cny": 0, "ip_right_type": ABSENT,
    "ip_jurisdiction_foreign": False, "data_export_route": ABSENT, "data_export_concluded": False,
    "policy_type": ABSENT,
}  # fmt: skip
# Kinds of enterprises, as the plan names them, each with what such a one usually has.
KINDS: dict[str, dict[str, Any]] = {
    "software exporter": {
        "trade_category": "TECH", "statistics_reported": True, "export_value_usd": 1_500_000,
        "prev_export_value_usd": 1_200_000, "fx_receipts_usd": 900_000, "tech_contract_registered": True,
        "certificate_type": "ISO27001", "items": [150_000], "staff_insured": 60,
    },
    "outsourcing centre": {
        "trade_category": "SERVICE", "statistics_reported": True, "export_value_usd": 700_000,
        "prev_export_value_usd": 690_000, "offshore_exec_usd": 700_000, "certificate_type": "CMMI5",
        "items": [220_000, 90_000], "staff_insured": 300, "fx_receipts_usd": 650_000,
    },
    "games studio": {
        "trade_category": "GOODS", "export_value_usd": 400_000, "prev_export_value_usd": 100_000,
        "fx_receipts_usd": 1_200_000, "ip_right_type": "copyright", "ip_jurisdiction_foreign": True,
        "items": [40_000], "years_since_registration": 3,
    },
    "online seller": {
        "cbec_export_cny": 32_000_000, "items": [180_000], "event_in_catalogue": True, "booths_overseas": 2,
        "booth_cost_overseas_cny": 70_000, "ip_right_type": "trademark", "ip_jurisdiction_foreign": True,
    },
    "warehouse operator": {
        "warehouse_area_sqm": 12_000, "clients_served": 45, "qingdao_clients_served": 20, "items": [3_000_000],
        "years_since_registration": 6,
    },
    "park": {
        "entity_type": "park_operator", "park_cbec_cny": 260_000_000, "export_base_operator": True, "new_tenants": 14,
        "base_services_export_usd": 22_000_000, "clients_served": 80, "qingdao_clients_served": 60,
    },
    "platform": {"clients_served": 120, "qingdao_clients_served": 75, "items": [1_200_000], "staff_insured": 25},
    "data company": {
        "trade_category": "DATAFLOW", "data_export_route": "standard_contract", "data_export_concluded": True,
        "items": [90_000], "export_value_usd": 320_000, "prev_export_value_usd": 200_000,
    },
    "employer of foreign talent": {
        "people": ["A", "B"], "foreign_talent_months": 8, "staff_insured": 40, "trade_category": "SERVICE",
        "export_value_usd": 90_000,
    },
    "manufacturer that buys software": {"items": [130_000], "tax_credit_grade": "A", "policy_type": "short_term_export",
                                        "fx_receipts_usd": 2_000_000},
    "small shop": {"entity_type": "individual_business", "independent_legal_person": False, "tax_credit_grade": "M"},
    "enterprise of another city": {"registered_division": "000000", "trade_category": "TECH"},
}  # fmt: skip


def enterprises(number: int = 60, seed: int = 7) -> list[dict[str, Any]]:
    """Each of a kind, some with a second leg, each with something that differs from the rest of its kind."""
    draw = random.Random(seed)
    found = []
    for index in range(number):
        kinds = list(KINDS)
        kind = kinds[index % len(kinds)]
        facts = GENERAL | NOTHING | KINDS[kind]
        if draw.random() < 0.4:
            facts |= {key: value for key, value in KINDS[draw.choice(kinds[:10])].items() if key != "entity_type"}
        for code in draw.sample(sorted(NOTHING), 3):
            facts[code] = NOTHING[code]
        facts["years_since_registration"] = draw.choice([0, 1, 3, 6, 12])
        facts["cost_date"] = date(2025, 9, 1) + timedelta(days=draw.randrange(400))
        found.append(facts)
    return found
