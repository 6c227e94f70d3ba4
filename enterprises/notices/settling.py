"""An entry with objections goes on when the last of them is closed: approved, or to be decided again."""

from django.utils.translation import gettext as _

from enterprises.enums import ObjectionState, State
from enterprises.models import Application, NoticeLine, Objection
from enterprises.workflow import application_flow
from portal.accounts.models import User
from portal.reviews.models import Case


def settle(line: NoticeLine, actor: User | None) -> None:
    """With the application locked, so that of two who close the last two at one moment the second one sees both."""
    Case.objects.select_for_update(of=("self",)).get(pk=line.application_id)
    objections = Objection.objects.filter(line=line)
    application = Application.objects.for_page().get(pk=line.application_id)
    if objections.open().exists() or application.state != State.OBJECTION:
        return
    upheld = objections.filter(state=ObjectionState.UPHELD).first()
    if upheld is not None:
        said = upheld.published or _("An objection to the public notice was upheld.")
        application_flow.take(application, "decide_again", actor, said)
        return
    said = [one for one in objections.order_by("pk").values_list("published", flat=True) if one]
    application_flow.take(application, "dismiss_objection", actor, " ".join(said) or _("No objection was upheld."))
