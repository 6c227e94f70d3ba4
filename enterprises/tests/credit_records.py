"""Records of dishonesty, for tests."""

from datetime import timedelta

import factory

from enterprises.credit.enums import CreditCategory
from enterprises.models import CreditRecord
from enterprises.tests.factories import credit_code
from portal.core import clock


class CreditRecordFactory(factory.django.DjangoModelFactory):
    """On a list of serious dishonesty since a month."""

    class Meta:
        model = CreditRecord

    # Far from the codes of the other factories: nobody is listed by chance.
    credit_code = factory.Sequence(lambda n: credit_code(96_000_000 + n))
    name = factory.Sequence(lambda n: f"青岛失信示例{n}有限公司")
    category = CreditCategory.TAX
    source = "信用中国"
    reference = factory.Sequence(lambda n: f"青税稽罚〔2026〕{n}号")
    since = factory.LazyFunction(lambda: clock.today() - timedelta(days=30))
