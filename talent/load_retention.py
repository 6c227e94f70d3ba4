"""Loads the rules of retention where there is none yet: what the desk has edited stands. Translations that a rule lacks
are added while its Chinese is still the one that they were made from."""

from portal.core.loading import Document, Report, loader
from talent.enums import CountedFrom, RetentionKind
from talent.models import RetentionRule
from talent.models.words import translate

LANGUAGES = ("ko", "ja")
KEYS = {"kind", "days", "counted_from", "source", "zh", "en", *LANGUAGES}


@loader("retention", keys={"retention"})
def load_retention(document: Document) -> Report:
    document.only((), {"retention"})
    report = Report()
    for number in range(len(document.need(("retention",), list))):
        path = ("retention", number)
        document.only(path, KEYS)
        text = {key: document.need((*path, key)) for key in KEYS - {"days"}}
        kind, start = text["kind"], text["counted_from"]
        if kind not in RetentionKind.values or start not in CountedFrom.values:
            document.fail(path, f"no such kind or start: {kind}, {start}")
        values = {"days": document.need((*path, "days"), int), "counted_from": start, "source_kinds": text["source"]}
        notes = {"note_zh": text["zh"], "note_en": text["en"]}
        row, is_new = RetentionRule.objects.get_or_create(kind=kind, defaults=values | notes)
        _add_translations(row, text)
        report.count("created" if is_new else "kept", "retentionrule")
    return report


def _add_translations(row: RetentionRule, text: dict[str, str]) -> None:
    lacking = [language for language in LANGUAGES if not RetentionRule.note.in_language(row, language)]
    if lacking and row.note_zh == text["zh"]:
        for language in lacking:
            translate(row, language, {"note": text[language]})
        row.save(update_fields=["words"])
