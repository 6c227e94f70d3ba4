"""What the letter says of a case that was closed because no correction came: in both languages, by itself."""

from django.utils import translation

from portal.core.dates import day_text
from portal.reviews.due import day_of
from talent.cases.targets import targets
from talent.models import TalentCase

ZH = "本处于{day}一次性告知补正：{names}。规定期限内未收到补正，本案件办理终止。需要时可以重新提出。"
EN = (
    "On {day} this office asked once for corrections of: {names}. No correction came in time, so the case is closed. "
    "You can begin a new one at any time."
)


def closing_texts(case: TalentCase) -> tuple[str, str]:
    """In Chinese and in English."""
    asked = case.requests.order_by("pk").last()
    if asked is None:
        return "", ""
    wanted = [line.target for line in asked.lines.all()]

    def said(language: str, text: str, comma: str) -> str:
        with translation.override(language):
            known = targets(case)
            names = comma.join(str(known.get(target, target)) for target in wanted)
            return text.format(day=day_text(day_of(asked.asked_at)), names=names)

    return said("zh-hans", ZH, "、"), said("en", EN, ", ")
