"""Who: people, the units they work in, and the roles they hold there."""

from typing import Any

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from portal.accounts.enums import Role, UnitKind
from portal.core import clock
from portal.core.models import Localised
from portal.core.prepared import Prepared, Slot

# Asked on every page that somebody reads who has signed in.
_posts_of: "Prepared[Post]" = Prepared(
    lambda: Post.objects.filter(user=Slot("user", models.BigAutoField())).select_related("unit").order_by("pk")
)


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save()
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in with an e-mail address."""

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=100, blank=True)
    language = models.CharField(
        _("language of messages"), max_length=10, choices=settings.PORTAL_LANGUAGES, default="zh-hans"
    )
    is_staff = models.BooleanField(_("official"), default=False, help_text=_("May enter the desk."))
    is_active = models.BooleanField(_("active"), default=True)
    is_demo = models.BooleanField(_("demo"), default=False, help_text=_("Invented; refused in production."))
    date_joined = models.DateTimeField(_("joined"), default=clock.now)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    objects = UserManager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_any_case")]

    def __str__(self) -> str:
        return self.name or self.email

    def held(self) -> set[tuple[str, int | None]]:
        """Roles with the unit in which they are held; read once per instance."""
        if not hasattr(self, "_held"):
            self._posts = _posts_of.all(user=self.pk)
            for post in self._posts:
                post.user = self
            self._held = {(post.role, post.unit_id) for post in self._posts}
        return self._held

    def held_posts(self) -> "list[Post]":
        """The posts behind `held`, with their units."""
        self.held()
        return self._posts

    def has_role(self, role: str, unit: "Unit | None" = None) -> bool:
        """Whether the person holds the role, in the given unit if one is given."""
        if unit is None:
            return any(held == role for held, _unit in self.held())
        return (role, unit.pk) in self.held()


class Unit(models.Model):
    """A bureau, a district authority or an outside body; a division code ties it to GB/T 2260."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=UnitKind)
    division_code = models.CharField(_("division code"), max_length=6, blank=True)
    name_zh = models.CharField(_("name in Chinese"), max_length=100)
    name_en = models.CharField(_("name in English"), max_length=200)
    name = Localised("name")

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class District(models.Model):
    """A district or county-level city of Qingdao (GB/T 2260), or a functional zone within one."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    name_zh = models.CharField(_("name in Chinese"), max_length=100)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    also_zh = models.CharField(_("other name in Chinese"), max_length=100, blank=True)
    also_en = models.CharField(_("other name in English"), max_length=200, blank=True)
    within = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="zones", verbose_name=_("lies in")
    )
    is_zone = models.BooleanField(_("functional zone"), default=False)
    is_retired = models.BooleanField(_("retired code"), default=False)
    name = Localised("name")
    also = Localised("also")

    class Meta:
        verbose_name = _("district or zone")
        verbose_name_plural = _("districts and zones")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class Post(models.Model):
    """A role that a person holds in a unit."""

    user = models.ForeignKey(User, models.CASCADE, related_name="posts", verbose_name=_("person"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="posts", verbose_name=_("unit"))
    role = models.CharField(_("role"), max_length=20, choices=Role)
    is_lead = models.BooleanField(
        _("leads the desk"), default=False, help_text=_("Is told of work that is three working days late.")
    )

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        constraints = [models.UniqueConstraint(fields=["user", "unit", "role"], name="post_once")]

    def __str__(self) -> str:
        return f"{self.get_role_display()} · {self.unit}"
