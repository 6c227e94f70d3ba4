"""Which authority takes what an enterprise sends."""

from enterprises.models import Enterprise
from portal.accounts.models import Unit


def accepting_unit(enterprise: Enterprise) -> Unit:
    """The commerce authority of the district in which the enterprise is registered; a zone belongs to its district."""
    district = enterprise.district.within or enterprise.district
    return Unit.objects.get(division_code=district.code)
