"""The districts and county-level cities that figures are supplied for: neither the city itself nor its zones."""

from django.db.models import QuerySet

from portal.accounts.models import District

# Qingdao as a whole has a code of its own in GB/T 2260.
CITY = "370200"


def districts() -> QuerySet[District]:
    return District.objects.filter(is_zone=False, is_retired=False).exclude(code=CITY)
