"""Supports that stood on a notice and were approved: what is published of them, and the table of open data."""

from collections.abc import Iterator
from typing import Any

from django.db.models import F, QuerySet

from enterprises.enums import LineResult, State
from enterprises.models import NoticeLine
from portal.core import clock
from portal.core.money import yuan
from portal.core.open_data import Column, Dataset

# What was cancelled or is being paid back is no award any more.
STANDING = (State.APPROVED, State.SUSPENDED, State.PAID, State.EVALUATED)


def awards() -> QuerySet[NoticeLine]:
    standing = NoticeLine.objects.filter(result=LineResult.SUPPORTED, application__state__in=STANDING)
    return standing.select_related("notice__call__measure__area").order_by("pk")


def rows() -> Iterator[dict[str, Any]]:
    for line in awards().annotate(state=F("application__state")).iterator(chunk_size=2000):
        content, measure = line.content, line.notice.call.measure
        yield {
            "enterprise": content["enterprise"],
            "credit_code": content["credit_code"],
            "district": content["district"],
            "measure": measure.code,
            "call": line.notice.call.code,
            "area": measure.area.code,
            "amount": yuan(content["amount_fen"]),
            "notice": line.notice.number,
            "approved_on": line.result_at.astimezone(clock.now().tzinfo).date() if line.result_at else None,
            "paid": line.state in (State.PAID, State.EVALUATED),
            "is_demo": line.notice.is_demo,
        }


AWARDS = Dataset(
    "awards",
    "支持资金结果（公示后确定）",
    "Supports approved after their public notice",
    (
        Column("enterprise", "text", "单位名称，个体工商户脱敏", "enterprise; individual businesses are masked"),
        Column("credit_code", "text", "统一社会信用代码，中段脱敏", "credit code, its middle masked"),
        Column("district", "text", "区（市）代码", "code of the district"),
        Column("measure", "text", "支持事项代码", "code of the measure"),
        Column("call", "text", "申报通知代码", "code of the call"),
        Column("area", "text", "重点领域代码", "code of the focus area"),
        Column("amount", "number", "支持金额", "amount", "CNY"),
        Column("notice", "text", "公示编号", "number of the public notice"),
        Column("approved_on", "date", "确定日期", "approved on"),
        Column("paid", "yes/no", "是否已拨付", "whether it was paid"),
        Column("is_demo", "yes/no", "示例数据，不作为统计依据", "demo data, no statistics"),
    ),
    rows,
)
