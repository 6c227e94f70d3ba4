"""Who gets in where: each page of the talent desk has a row in role_pages.txt, with a letter for each role.

A page that is added without a row fails here; so does a row whose page is gone, and any letter that is not so.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, reverse
from django.utils import translation

from enterprises.desk.batches.choices import Deed
from enterprises.desk.batches.working import begin
from enterprises.desk_enums import BatchDeed, DeskCode
from enterprises.models import StoredFilter
from enterprises.tests.factories import UnitFactory, UserFactory, official
from policies.models import ImportJob
from portal.accounts.enums import Role
from portal.accounts.models import User
from portal.core.tests.role_table import asked, pages_of, read_table
from talent.cases.enums import CaseState
from talent.models import Inquiry
from talent.tests.cases import talent_case_in, talent_cast
from talent.workflow import inquiry_flow

pytestmark = pytest.mark.django_db
TABLE = Path(__file__).parent / "role_pages.txt"
SPACES = ("admin:talent_talentcase", "admin:talent_partnerquestion")
ROLES = (
    "visitor", "stranger", "person", "agent", "desk", "colleague", "other_desk", "case_manager", "leader",
    "discipline", "admin",
)  # fmt: skip


class Scene:
    """A case that is being checked, with everything that hangs on it, and everybody around."""

    def __init__(self) -> None:
        people, other = talent_cast(), talent_cast(2)
        talent_case_in(CaseState.CHECKING, other)
        self.case = talent_case_in(CaseState.CHECKING, people)
        self.question = talent_case_in(CaseState.WITH_PARTNER, people).partner_questions.get()
        self.request = self.case.named_requests.create(
            what="x", why="y", due_on=self.case.arrives_on, asked_by=people.desk
        )
        self.inquiry = inquiry_flow.begin(
            Inquiry(about=self.case, unit=self.case.unit, asked_by=people.person.user, text="Why?"),
            state="open", actor=people.person.user, desk=Role.TALENT_DESK, number_prefix="TI",
        )  # fmt: skip
        self.job = ImportJob.objects.create(
            noun="partnerquestion", person=people.desk, file_name="answers.csv", size=1, sha256="0" * 64
        )
        self.kept = StoredFilter.objects.create(
            desk=DeskCode.TALENT, owner=people.desk, unit=self.case.unit, name="Checks", address="tab=team"
        )
        self.batch = begin(people.desk, Deed(BatchDeed.TAKE), [self.case.pk], desk=DeskCode.TALENT)
        self.people: dict[str, User | None] = {
            "visitor": None,
            "stranger": other.person.user,
            "person": people.person.user,
            "agent": people.agent,
            "desk": people.desk,
            "colleague": people.second,
            "other_desk": official(Role.TALENT_DESK, UnitFactory(code="QD-OTHER")),
            "case_manager": official(Role.CASE_MANAGER),
            "leader": official(Role.LEADERSHIP),
            "discipline": official(Role.DISCIPLINE),
            "admin": UserFactory(is_staff=True, is_superuser=True),
        }

    def address(self, name: str, pattern: URLPattern) -> str:
        page = name.partition("_")[2]
        record = self.question if page.startswith("partnerquestion") else self.case
        known: dict[str, Any] = {
            "pk": record.pk, "object_id": str(record.pk), "name": "draft_letter", "act": "pause", "code": "identity",
            "number": self.request.pk, "paper": self.case.papers.first().pk,
        }  # fmt: skip
        if page == "talentcase_inquiry":
            known["number"] = self.inquiry.pk
        if page == "talentcase_batch":
            known["pk"] = self.batch.pk
        if page == "talentcase_filter":
            known["pk"] = self.kept.pk
        if page.startswith("partnerquestion_import_"):
            known["pk"] = self.job.pk
        names = set(pattern.pattern.converters) | set(pattern.pattern.regex.groupindex)
        query = "?field=birth_date" if page == "talentcase_reveal" else ""
        return reverse(name, kwargs={word: known[word] for word in names if word in known}) + query


@pytest.fixture
def scene() -> Iterator[Scene]:
    translation.activate("en")
    yield Scene()
    translation.deactivate()


def clients(scene: Scene) -> list[Client]:
    found = []
    for role in ROLES:
        found.append(client := Client())
        if scene.people[role] is not None:
            client.force_login(scene.people[role])
    return found


def test_every_page_has_a_row_and_every_row_its_page() -> None:
    assert sorted(read_table(TABLE)) == list(pages_of(SPACES))


def test_each_role_sees_what_it_should_and_nothing_more(scene: Scene) -> None:
    everybody, table = clients(scene), read_table(TABLE)
    addresses = {name: scene.address(name, pattern) for name, pattern in pages_of(SPACES).items()}
    found = {name: "".join(asked(one, url) for one in everybody) for name, url in addresses.items()}
    wrong = [f"{letters} {name}" for name, letters in found.items() if letters != table.get(name)]
    if wrong:
        # Not an assertion, which would be cut short: these are the rows as they would have to be.
        pytest.fail("\n".join(["not as the table says:", *wrong]), pytrace=False)
