"""What a notice shows of an enterprise: never people, contacts, accounts or a whole identity number."""

from enterprises.enums import EntityType, Masking
from enterprises.masks import masked_name
from enterprises.models import Enterprise

SHOWN_START, SHOWN_END = 4, 4


def shown_name(enterprise: Enterprise) -> str:
    """An individual business often bears the name of its owner, so it is masked."""
    if enterprise.entity_type == EntityType.INDIVIDUAL_BUSINESS:
        return masked_name(enterprise.name)
    return enterprise.name


def shown_code(enterprise: Enterprise, masking: str) -> str:
    """Enough of the credit code to tell two enterprises of one name apart."""
    if masking == Masking.STRICT:
        return ""
    code = enterprise.credit_code
    return code[:SHOWN_START] + "＊" * (len(code) - SHOWN_START - SHOWN_END) + code[-SHOWN_END:]
