"""What every desk of officials has: a queue with stored lists, columns and labels of its own.

The code of these is the same for all desks; what differs stands in a `Desk`.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from enterprises.desk.cells import Column
from enterprises.desk.lanes import Source
from enterprises.desk_enums import DeskCode
from portal.accounts.models import User
from portal.core.exceptions import PortalError

PAGES = ("changelist", "filter", "columns", "keys", "batches")
# No passport's and no telephone's number is shorter; a year with its month is.
NUMBER = re.compile(r"\d{6}")


class PersonalName(PortalError):
    """A name that holds what looks like the number of a person's paper."""

    status = 422
    told = _("A name here holds no numbers of passports, telephones or cases. Choose another one.")


@dataclass(frozen=True)
class Desk:
    """One queue of officials.

    `space` is what the names of its admin pages begin with, `title` what the queue is called. `read_query` reads an
    address, `source_of` says where its rows come from. `on_the_desk` is what exists for a person there, `works_on`
    whether they may do anything with a case of it. `personal`: its cases are about persons, so that no search is kept
    and no name holds a number.
    """

    code: DeskCode
    space: str
    title: Any
    read_query: Callable[[Mapping[str, str]], Any]
    source_of: Callable[[User, Any, date], Source]
    on_the_desk: Callable[[User], QuerySet]
    columns: Mapping[str, Column]
    begin_with: tuple[str, ...]
    works_on: Callable[[User, Any], bool] = lambda user, case: True
    personal: bool = False

    @cached_property
    def names(self) -> dict[str, str]:
        """The names of its pages, for templates."""
        return {page: f"{self.space}_{page}" for page in PAGES}

    def url(self, page: str, *args: Any) -> str:
        return reverse(f"{self.space}_{page}", args=args)

    def address(self, text: str) -> str:
        """An address as it may be kept: what makes no sense is left out, and what was searched for."""
        return replace(self.read_query(QueryDict(text)), search="").address

    def list_url(self, address: str) -> str:
        return self.read_query(QueryDict(address)).url()

    def check_name(self, name: str) -> None:
        """Raises PersonalName. The name of a list or label is read by colleagues and stands in the book of the
        audit, where nothing that is sealed may stand (PIPL, article 51)."""
        if self.personal and NUMBER.search(name):
            raise PersonalName(PersonalName.told)
