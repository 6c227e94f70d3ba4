"""The files of the money: a funds plan, and a batch as it goes to the finance bureau and comes back."""

from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from enterprises.models import FundsPlanLine, PaymentLine
from enterprises.money.payees import number_of
from portal.core.exports import Sheet, column
from portal.core.money import yuan
from portal.core.sheets import XLSX


class FundsPlanLineResource(Sheet):
    plan = column(_("document number"), "plan__number")
    issued_on = column(_("date"), "plan__issued_on")
    call = column(_("call"), "plan__call__code")
    application = column(_("application number"), "application__number")
    enterprise = column(_("enterprise"), "application__enterprise__name")
    credit_code = column(_("Unified Social Credit Code"), "application__enterprise__credit_code")
    district = column(_("district of registration"), "application__enterprise__district__name")
    amount = column(_("amount in yuan"))

    class Meta:
        model = FundsPlanLine
        fields = export_order = (
            "plan", "issued_on", "call", "application", "enterprise", "credit_code", "district", "amount",
        )  # fmt: skip

    def filter_export(self, queryset: QuerySet[FundsPlanLine], **kwargs: object) -> QuerySet[FundsPlanLine]:
        return queryset.select_related("plan__call", "application__enterprise__district")

    def dehydrate_amount(self, line: FundsPlanLine) -> Decimal:
        return yuan(line.amount_fen)


class PaymentLineResource(Sheet):
    """As it goes to the bank: the last four columns are empty, and what the bank writes into them is read back."""

    code = column(_("line"), "code")
    application = column(_("application number"), "application__number")
    enterprise = column(_("enterprise"), "application__enterprise__name")
    credit_code = column(_("Unified Social Credit Code"), "application__enterprise__credit_code")
    instalment = column(_("instalment"), "instalment")
    holder = column(_("name of the account"), "holder")
    bank = column(_("bank and branch"), "bank")
    number = column(_("account number"))
    amount = column(_("amount in yuan"))
    state = column(_("result: paid or failed"))
    answered_on = column(_("day of the payment"), "answered_on")
    reference = column(_("reference of the bank"), "reference")
    reason = column(_("why it failed"), "reason")

    class Meta:
        model = PaymentLine
        fields = export_order = (
            "code", "application", "enterprise", "credit_code", "instalment", "holder", "bank", "number", "amount",
            "state", "answered_on", "reference", "reason",
        )  # fmt: skip

    def filter_export(self, queryset: QuerySet[PaymentLine], **kwargs: object) -> QuerySet[PaymentLine]:
        return queryset.select_related("application__enterprise").order_by("pk")

    def dehydrate_number(self, line: PaymentLine) -> str:
        return number_of(line)

    def dehydrate_amount(self, line: PaymentLine) -> Decimal:
        return yuan(line.amount_fen)

    def dehydrate_state(self, line: PaymentLine) -> str:
        return str(line.get_state_display())


def workbook(resource: Sheet, rows: QuerySet[Any]) -> bytes:
    return XLSX().export_data(resource.export(queryset=rows))


def as_file(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=XLSX.CONTENT_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    response["Cache-Control"] = "no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response
