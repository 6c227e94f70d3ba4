"""Documents whose last day is over: their followers are told, once."""

from django.db import transaction
from django.db.models import F
from django.utils import translation
from django.utils.translation import gettext as _

from policies.editing.indexing import index
from policies.enums import ChangeKind, PolicyState
from policies.models import Change, Policy
from portal.core import clock
from portal.core.dates import day_text

LANGUAGES = {"zh": "zh-hans", "en": "en"}


def tell_of_lapsed(limit: int = 200) -> int:
    """How many documents were told of. A document that was over before it came here lapses for nobody."""
    over = (
        Policy.objects.published()
        .filter(state=PolicyState.IN_FORCE, expires_on__lt=clock.today(), published_at__date__lte=F("expires_on"))
        .exclude(changes__in=_told())
        .order_by("expires_on", "pk")
    )
    return sum(_tell(pk) for pk in over.values_list("pk", flat=True)[:limit])


def _told() -> object:
    """Changes that said of a document that it is over, after its present last day."""
    said = Change.objects.filter(kind=ChangeKind.LAPSED, measure=None)
    return said.filter(at__date__gt=F("policy__expires_on"))


def _tell(pk: int) -> bool:
    with transaction.atomic():
        policy = Policy.objects.select_for_update(of=("self",)).get(pk=pk)
        if policy.state_on() != PolicyState.LAPSED or _told().filter(policy=policy).exists():
            return False
        sentences = {}
        for half, language in LANGUAGES.items():
            with translation.override(language):
                text = _("No longer in force: its last day was %(day)s.") % {"day": day_text(policy.expires_on)}
                sentences[f"sentence_{half}"] = text
        Change.objects.create(policy=policy, kind=ChangeKind.LAPSED, at=clock.now(), **sentences)
        index(policy)
    return True
