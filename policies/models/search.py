"""What the search looks through: one row a document or measure, and the words that staff hold to mean the same."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from policies.models.library import Policy
from policies.models.measures import Measure
from portal.core.models import TimeStamped

LONGEST_WORD = 40


class SearchEntry(models.Model):
    """A document or a measure as the search sees it; written by `policies.search.index` alone.

    `title`, `numbers`, `lead` and `text` are folded (`policies.search.text`): title in both languages, document
    number and code, summary and headings, and all of it. `card` and `passages` are what a result shows, so that a
    page of results costs one query. The words themselves are in an index of the database: a column of lexemes with
    GIN on PostgreSQL, an FTS5 table on SQLite (migration 0004).
    """

    policy = models.OneToOneField(Policy, models.CASCADE, null=True, related_name="search_entry")
    measure = models.OneToOneField(Measure, models.CASCADE, null=True, related_name="search_entry")
    title = models.TextField()
    numbers = models.CharField(max_length=200)
    lead = models.TextField()
    text = models.TextField()
    initials = models.CharField(max_length=200)
    state = models.CharField(max_length=10)
    expires_on = models.DateField(null=True)
    newest = models.DateField()
    published = models.BooleanField()
    published_at = models.DateTimeField()
    facets = models.TextField()
    card = models.JSONField(default=dict)
    passages = models.JSONField(default=list)

    class Meta:
        verbose_name = _("entry of the search index")
        verbose_name_plural = _("entries of the search index")
        constraints = [
            models.CheckConstraint(
                condition=Q(policy__isnull=False, measure__isnull=True) | Q(policy__isnull=True, measure__isnull=False),
                name="searchentry_of_one_thing",
            )
        ]
        indexes = [models.Index(fields=["-newest", "-id"], name="searchentry_newest")]

    def __str__(self) -> str:
        return self.title[:60]


class SynonymGroup(TimeStamped):
    """Words that mean the same: whoever looks for one finds all of them."""

    words = models.JSONField(_("words"), default=list, help_text=_("A list of words, the usual one first."))
    active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("words of the same meaning")
        verbose_name_plural = _("words of the same meaning")
        ordering = ["pk"]

    def __str__(self) -> str:
        return " = ".join(str(word) for word in self.words)

    def clean(self) -> None:
        """At least two different words, none of them empty or longer than a phrase."""
        words = self.words if isinstance(self.words, list) else []
        texts = [word.strip() for word in words if isinstance(word, str) and word.strip()]
        if len(texts) < 2 or len(set(texts)) != len(words) or any(len(text) > LONGEST_WORD for text in texts):
            raise ValidationError(
                {
                    "words": _("Give at least two different words of at most %(most)s characters.")
                    % {"most": LONGEST_WORD}
                }
            )
        self.words = texts

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        from policies.search.synonyms import forget  # it reads this model

        forget()
