"""Canned replies: picked where a reason is written, put into the form by a button, with the script at once."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, QueryDict
from django.utils import translation

from enterprises.desk_enums import ReplyNoun
from enterprises.models import Application, Snippet
from portal.reviews.flow import Step

# What is offered at a step; other steps with a comment take remarks.
NOUNS = {
    "request_correction": ReplyNoun.CORRECTION,
    "refuse": ReplyNoun.REFUSAL,
    "register_objection": ReplyNoun.OBJECTION,
    "dismiss_objection": ReplyNoun.OBJECTION,
    "decide_again": ReplyNoun.OBJECTION,
    "draft_decision": ReplyNoun.DECISION,
    "redraft_decision": ReplyNoun.DECISION,
}
# The field of a form that a reply goes into.
FIELDS = ("comment", "reason")
INSERT = "insert"


def replies_for(application: Application, name: str, step: Step) -> list[dict[str, Any]]:
    """In the applicant's language where the applicant reads it, otherwise in the official's; one query."""
    if not (step.comment or name in NOUNS):
        return []
    told = step.visible or name in NOUNS
    language = application.applicant.language if told else translation.get_language() or "zh-hans"
    rows = Snippet.objects.filter(noun=NOUNS.get(name, ReplyNoun.COMMENT), is_active=True)
    return [{"pk": row.pk, "title": row.title, "text": text_of(row, language)} for row in rows]


def text_of(row: Snippet, language: str) -> str:
    return row.text_zh if language.startswith("zh") else row.text_en


def inserted(request: HttpRequest, replies: Iterable[dict[str, Any]]) -> QueryDict | None:
    """What was sent, with the reply in it; nothing where the button was another one.

    In a list of corrections it goes to every ticked line that says no reason yet.
    """
    if request.method != "POST" or INSERT not in request.POST:
        return None
    data = request.POST.copy()
    text = next((row["text"] for row in replies if str(row["pk"]) == request.POST.get("reply")), "")
    field = next((name for name in FIELDS if name in data), "")
    if text and field:
        data[field] = "\n".join(part for part in (data[field].strip(), text) if part)
    elif text:
        for key in list(data):
            why = key.replace("mark_", "why_", 1)
            if key.startswith("mark_") and not data.get(why, "").strip():
                data[why] = text
    return data
