"""Canned replies at the steps of a facilitation case; kept with those of the support funds, in both languages."""

from typing import Any

from django.utils import translation

from enterprises.desk.replies import text_of
from enterprises.desk_enums import ReplyNoun
from enterprises.models import Snippet
from portal.reviews.flow import Step
from talent.models import TalentCase

# What is offered at a step; other steps with a comment take remarks.
NOUNS = {"send_back": ReplyNoun.TALENT_CORRECTION, "refuse_acceptance": ReplyNoun.TALENT_REFUSAL}


def replies_for(case: TalentCase, name: str, step: Step) -> list[dict[str, Any]]:
    """In the person's language where the person reads it (English unless it is Chinese), otherwise in the official's;
    one query."""
    if not (step.comment or name in NOUNS):
        return []
    noun = NOUNS.get(name, ReplyNoun.TALENT_REMARK)
    reader = case.person.user if case.person else case.inviter
    told = (step.visible or name in NOUNS) and reader is not None
    language = reader.language if told else translation.get_language() or "zh-hans"
    rows = Snippet.objects.filter(noun=noun, is_active=True)
    return [{"pk": row.pk, "title": row.title, "text": text_of(row, language)} for row in rows]
