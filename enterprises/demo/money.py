"""Payment batches in each state, an instalment that waits, and a sample of paid awards that is being looked at."""

from datetime import timedelta

from enterprises.enums import ControlResult, State
from enterprises.models import Application, Call, PaymentBatch
from enterprises.money.batches import release, send
from enterprises.money.controls import draw_sample, note_result
from enterprises.money.paying import batch_of, plan_awards
from portal.accounts.models import User
from portal.core import clock

People = dict[str, User]
SEED = "demo-2027"


def make_money(people: People) -> None:
    """After the applications. Awards that are approved by now are planned; each stands in a batch that is under way."""
    finance, second = people["finance@example.test"], people["finance-2@example.test"]
    awards = list(Application.objects.filter(is_demo=True, state=State.APPROVED).order_by("pk")[:3])
    if not awards or PaymentBatch.objects.exclude(state="reconciled").exists():
        return
    with clock.at(clock.now() - timedelta(1)):
        plan_awards(awards, finance)
        for number, award in enumerate(awards):
            batch = batch_of([award], finance)
            if number > 0:
                release(batch, second)
            if number > 1:
                send(batch, finance)
    _make_sample(people)


def _make_sample(people: People) -> None:
    paid = Application.objects.filter(is_demo=True, state__in=(State.PAID, State.EVALUATED)).order_by("pk")
    call = Call.objects.filter(pk__in=paid.order_by().values("call")).order_by("pk").first()
    if call is None or call.control_samples.exists():
        return
    size = min(2, paid.filter(call=call).count())
    sample = draw_sample(call, people["division@example.test"], size=size, by_district=False, seed=SEED)
    note_result(
        sample.controls.first(),
        people["division@example.test"],
        result=ControlResult.IN_ORDER,
        findings="示例：凭证与申报一致。",
    )
