"""Loads words of the same meaning (our own shape: a list `synonyms` of lists)."""

from django.core.exceptions import ValidationError

from policies.models import SynonymGroup
from portal.core.loading import Document, Report, loader


@loader("synonyms", keys={"synonyms"})
def load_synonyms(document: Document) -> Report:
    """A group is known by its first word; what staff have made of it since stays."""
    report = Report()
    document.only((), {"synonyms"})
    known = {words[0] for words in SynonymGroup.objects.values_list("words", flat=True) if words}
    for place, words in enumerate(document.need(("synonyms",), list)):
        group = SynonymGroup(words=words)
        try:
            group.full_clean()
        except ValidationError as error:
            document.fail(("synonyms", place), " ".join(error.messages))
        if group.words[0] in known:
            report.count("kept", "synonymgroup")
            continue
        group.save()
        known.add(group.words[0])
        report.count("created", "synonymgroup")
    return report
