"""What a loaded file leaves in the history: each published document and measure begins with a version."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from policies.enums import ChangeKind
from policies.models import Measure, Policy
from portal.core import clock

HOUR = dt.time(9)


@dataclass(frozen=True)
class Sentence:
    """What a version changed, in both languages, and when it was published."""

    zh: str
    en: str
    at: dt.datetime


def morning(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, HOUR), timezone.get_default_timezone())


def remember_version(target: Policy | Measure, sentence: Sentence | None = None) -> None:
    """Keep what stands in the rows now, unless the last version reads the same.

    Without a sentence followers are told nothing but that it is new here.
    """
    # The editors know how to read rows, and their modules read the vocabulary that files bring.
    from policies.editing.versions import last_version, record_version

    policy = target.policy if isinstance(target, Measure) else target
    if not policy.published:
        return
    last = last_version(target)
    if last is None:
        sentence = sentence or _first(target)
        kind = ChangeKind.NEW
    elif sentence and sentence.zh != last.summary_zh:
        kind = ChangeKind.AMENDED
    else:
        sentence, kind = Sentence("按数据文件更新。", "Brought up to date from a data file.", clock.now()), None
    with clock.at(sentence.at):
        record_version(target, kind, sentence.zh, sentence.en)


def _first(target: Policy | Measure) -> Sentence:
    return Sentence(
        f"首次收录：{target.title_zh}。"[:300],
        f"First published here: {target.title_en or target.title_zh}."[:300],
        target.published_at,
    )
