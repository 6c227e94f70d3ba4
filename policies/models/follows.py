"""Who is told of what is new: people with an account, and addresses that were confirmed.

An address that nobody confirmed yet stands in `FollowRequest` alone; ending deletes the rows.
"""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from policies.enums import Frequency
from policies.models.library import Policy
from policies.models.measures import Measure
from policies.models.plan import FocusArea
from portal.core import clock

# A saved search is the address of its result page: "?q=…&area=…". A lone "?" asks for everything.
EVERYTHING = "?"
QUERY_LENGTH = 2000
THINGS = ("policy", "area", "measure")


def new_nonce() -> str:
    return get_random_string(22)


def _only(column: str) -> Q:
    """This column is filled and the other three are empty."""
    empty = {"query": ""} | {f"{thing}__isnull": True for thing in THINGS}
    if column == "query":
        return Q(**{key: value for key, value in empty.items() if key != "query"}) & ~Q(query="")
    return Q(**(empty | {f"{column}__isnull": False}))


ONE_THING = _only("query") | _only("policy") | _only("area") | _only("measure")


class Followed(models.Model):
    """One thing that can be followed: a saved search, a document, an area or a measure."""

    query = models.CharField(_("saved search"), max_length=QUERY_LENGTH, blank=True)
    policy = models.ForeignKey(
        Policy, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("policy document")
    )
    area = models.ForeignKey(
        FocusArea, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("focus area")
    )
    measure = models.ForeignKey(
        Measure, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("support measure")
    )

    class Meta:
        abstract = True

    @property
    def thing(self) -> dict[str, Any]:
        """The columns that say what is followed."""
        return {"query": self.query, **{f"{name}_id": getattr(self, f"{name}_id") for name in THINGS}}

    @property
    def target(self) -> Policy | FocusArea | Measure | None:
        """What is followed, or None for a search."""
        return self.policy or self.area or self.measure


class Follower(models.Model):
    """An account, or a confirmed address. Everything up to `told_until` was told or is not wanted.

    `nonce` goes into the links of the mails: a new one makes all older links worthless.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="follower",
        verbose_name=_("person"),
    )  # fmt: skip
    email = models.EmailField(
        _("e-mail address"), blank=True, help_text=_("Empty with an account, whose address counts.")
    )
    language = models.CharField(_("language"), max_length=10, choices=settings.PORTAL_LANGUAGES)
    frequency = models.CharField(_("how often"), max_length=10, choices=Frequency, default=Frequency.WEEKLY)
    nonce = models.CharField(max_length=32, default=new_nonce, editable=False)
    confirmed_at = models.DateTimeField(_("confirmed"), default=clock.now)
    told_until = models.DateTimeField(_("told of everything until"), default=clock.now)
    told_days = models.JSONField(
        _("deadlines already told"), default=list, blank=True, editable=False,
        help_text=_("A list of [key, date]; what is over is dropped."),
    )  # fmt: skip

    class Meta:
        verbose_name = _("follower")
        verbose_name_plural = _("followers")
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=True) & ~Q(email="") | Q(user__isnull=False, email=""),
                name="follower_by_account_or_address",
            ),
            models.CheckConstraint(condition=Q(frequency__in=Frequency.values), name="follower_frequency_known"),
            # Both together: one follower an address, in whatever case it is typed.
            models.CheckConstraint(condition=Q(email=Lower("email")), name="follower_email_lower"),
            models.UniqueConstraint(fields=["email"], condition=~Q(email=""), name="follower_email_once"),
        ]
        indexes = [models.Index(fields=["frequency", "told_until", "id"], name="follower_due")]

    def __str__(self) -> str:
        return str(self.pk)


class Follow(Followed):
    follower = models.ForeignKey(Follower, models.CASCADE, related_name="follows", verbose_name=_("follower"))
    muted = models.BooleanField(_("muted"), default=False)
    created_at = models.DateTimeField(_("since"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("followed")
        verbose_name_plural = _("followed")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=ONE_THING, name="follow_of_one_thing"),
            models.UniqueConstraint(fields=["follower", "query"], condition=~Q(query=""), name="follow_search_once"),
            *(
                models.UniqueConstraint(
                    fields=["follower", name], condition=Q(**{f"{name}__isnull": False}), name=f"follow_{name}_once"
                )
                for name in THINGS
            ),
        ]

    def __str__(self) -> str:
        return str(self.target or self.query)


class FollowRequest(Followed):
    """Somebody typed this address; whoever reads its mails has not agreed yet. Kept for seven days at most.

    The rows are also what the daily limits are counted from. `network` is a keyed digest of where it came from.
    """

    email = models.EmailField(_("e-mail address"))
    language = models.CharField(_("language"), max_length=10, choices=settings.PORTAL_LANGUAGES)
    frequency = models.CharField(_("how often"), max_length=10, choices=Frequency)
    network = models.CharField(_("network"), max_length=64)
    token_hash = models.CharField(max_length=64, blank=True, editable=False)
    mailed_at = models.DateTimeField(_("mailed"), null=True, blank=True)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    created_at = models.DateTimeField(_("asked"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("request to follow")
        verbose_name_plural = _("requests to follow")
        constraints = [
            models.CheckConstraint(condition=ONE_THING, name="follow_request_of_one_thing"),
            models.CheckConstraint(condition=Q(email=Lower("email")), name="follow_request_email_lower"),
            models.UniqueConstraint(
                fields=["token_hash"], condition=~Q(token_hash=""), name="follow_request_token_once"
            ),
        ]
        indexes = [
            models.Index(fields=["email", "created_at"], name="follow_request_address"),
            models.Index(fields=["network", "created_at"], name="follow_request_network"),
            models.Index(fields=["created_at"], name="follow_request_age"),
        ]

    def __str__(self) -> str:
        return str(self.pk)
