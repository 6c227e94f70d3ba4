"""The account that an instalment goes to: what the applicant sent, beside what the enterprise has confirmed since."""

from dataclasses import dataclass
from typing import Any

from enterprises.accounts_of import account_digest, current_account
from enterprises.models import Application, PaymentLine
from portal.core.sealing import is_newest, seal, unseal


@dataclass(frozen=True)
class Payee:
    holder: str
    bank: str
    number: str

    @property
    def digest(self) -> str:
        return account_digest(self.number)

    def columns(self) -> dict[str, Any]:
        return {
            "holder": self.holder,
            "bank": self.bank,
            "number_digest": self.digest,
            "last4": self.number[-4:],
        }


def sent_payee(application: Application) -> Payee | None:
    """From the last snapshot, which nobody can change; None where the application asked for no account."""
    snapshot = application.snapshots.order_by("-number").first()
    answers = snapshot.content.get("answers", {}) if snapshot else {}
    number = "".join(str(answers.get("bank_account_number", "")).split())
    if not number:
        return None
    return Payee(str(answers.get("bank_account_name", "")), str(answers.get("bank_name", "")), number)


def confirmed_payee(application: Application) -> Payee | None:
    """The account that the enterprise has in use now."""
    account = current_account(application.enterprise)
    return Payee(account.holder, account.bank, account.number) if account else None


def context_of(line: PaymentLine) -> str:
    return f"enterprises.paymentline.number:{line.pk}"


def seal_into(line: PaymentLine, payee: Payee) -> None:
    """The number is sealed for this very line."""
    columns = payee.columns() | {"number_sealed": seal(payee.number, context_of(line))}
    PaymentLine.objects.filter(pk=line.pk).update(**columns)


def number_of(line: PaymentLine) -> str:
    return unseal(line.number_sealed, context_of(line))


def reseal_lines() -> int:
    """Seal with the newest key what older ones sealed; how many rows. Safe to run twice."""
    done = 0
    for line in PaymentLine.objects.only("pk", "number_sealed").iterator(chunk_size=500):
        if line.number_sealed and not is_newest(line.number_sealed):
            sealed = seal(number_of(line), context_of(line))
            done += PaymentLine.objects.filter(pk=line.pk, number_sealed=line.number_sealed).update(
                number_sealed=sealed
            )
    return done
