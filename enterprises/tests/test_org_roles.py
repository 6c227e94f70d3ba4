"""Who reads and who does what on the pages of an enterprise: a table of page × role, asked one by one."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from enterprises import vault
from enterprises.accounts_of import propose_account
from enterprises.org_urls import urlpatterns
from enterprises.people import invite
from enterprises.tests.factories import pdf
from enterprises.tests.grants import offer_to
from enterprises.tests.org_people import ROLES, cast_of

pytestmark = pytest.mark.django_db
# y: reads it, f: may not, n: does not exist, a: is led to the admin, p: only by a form, g: gone.
# owner, legal_rep, filer, agent, viewer, ended, stranger, district, other_district, admin
TABLE = {
    # Whoever acts for one enterprise is led straight to it.
    "org": "rrrrryryyy",
    "org_file": "yyyyynnnna",
    "org_history": "yyyyynnnna",
    "org_correct": "yyfffnnnna",
    "org_own": "yyyyfnnnna",
    "org_figures": "yyyyynnnna",
    "org_year": "yyyyfnnnna",
    "org_account": "yyyyynnnna",
    "org_account_new": "yyyffnnnna",
    # Proposed by the owner: the legal representative confirms.
    "org_account_confirm": "fyfffnnnna",
    "org_account_link": "ggfffnnnna",
    "org_account_refuse": "pppppppppp",
    "org_account_send": "pppppppppp",
    "org_people": "yyyyynnnna",
    "org_invite": "yyfffnnnna",
    "org_member": "yyfffnnnna",
    # The row is about the viewer, who may leave.
    "org_end": "yyffynnnna",
    "org_invite_again": "pppppppppp",
    "org_uninvite": "pppppppppp",
    "org_documents": "yyyyynnnna",
    "org_document_add": "yyyyfnnnna",
    "org_document_replace": "yyyyfnnnna",
    "org_document_remove": "yyyyfnnnna",
    "org_offers": "yyyyynnnna",
    "org_offer": "yyyyynnnna",
    "org_offer_accept": "pppppppppp",
    "org_offer_decline": "pppppppppp",
    "org_offer_contest": "yyyyfnnnna",
    "join": "gggggggggg",
    "claim": "rrrrryyyyy",
    "claim_case": "nnnnnnnnnn",
}
# What only a form sends, as the answers to a form with nothing in it; `d`: done or said why not, back to the page.
POSTS = {
    # The owner refuses it first, and then nothing waits that a filer could refuse.
    "org_account_refuse": "dddffnnnna",
    "org_account_send": "ddfffnnnna",
    "org_invite_again": "ddfffnnnna",
    "org_uninvite": "ddfffnnnna",
}


@pytest.fixture
def scene(client):
    enterprise, people = cast_of()
    owner = people["owner"]
    propose_account(enterprise, owner, holder="示例", bank="示例银行", number="6222000011112222")
    invitation = invite(enterprise, owner, email="new@example.test", role="filer")
    paper = vault.keep(enterprise, owner, pdf(), title="许可证")
    viewer = enterprise.memberships.get(user=people["viewer"])
    offer = offer_to(enterprise)
    words = {"pk": enterprise.pk}
    numbers = {
        "org_member": viewer.pk, "org_end": viewer.pk, "org_invite_again": invitation.pk,
        "org_uninvite": invitation.pk, "org_document_replace": paper.pk, "org_document_remove": paper.pk,
    }  # fmt: skip
    numbers |= dict.fromkeys(("org_offer", "org_offer_accept", "org_offer_decline", "org_offer_contest"), offer.pk)
    more = {
        "org": {}, "join": {"token": "x"}, "claim": {}, "claim_case": {"number": "CL-2026-000001"},
        "org_year": words | {"year": 2025}, "org_account_link": words | {"token": "x"},
    } | {name: words | {"number": number} for name, number in numbers.items()}  # fmt: skip
    query = {"claim": f"?code={enterprise.credit_code}"}
    with translation.override("en"):
        addresses = {
            name: reverse(f"enterprises:{name}", kwargs=more.get(name, words)) + query.get(name, "") for name in TABLE
        }
    return people, addresses


def letter(answer) -> str:
    if answer.status_code == 302:
        return "a" if "/admin/" in answer["Location"] else "r"
    return {200: "y", 403: "f", 404: "n", 405: "p", 410: "g"}.get(answer.status_code, str(answer.status_code))


def row(people, address, method="get") -> str:
    found = ""
    for role in ROLES:
        client = Client()
        client.force_login(people[role])
        found += letter(getattr(client, method)(address))
    return found


def test_each_page_has_a_row():
    ours = [one.name for one in urlpatterns if one.callback.__module__.startswith("enterprises.views.org")]
    assert sorted(TABLE) == sorted(ours)
    assert len(ours) > 20


def test_each_role_reads_what_it_should_and_nothing_more(scene):
    people, addresses = scene
    assert {name: row(people, addresses[name]) for name in TABLE} == TABLE


@pytest.mark.parametrize("name", list(POSTS))
def test_each_role_does_what_it_should_and_nothing_more(scene, name):
    people, addresses = scene
    assert row(people, addresses[name], "post").replace("r", "d") == POSTS[name]


def test_nobody_gets_in_without_signing_in(scene):
    _people, addresses = scene
    answers = {name: Client().get(address) for name, address in addresses.items()}
    assert {name for name, answer in answers.items() if "/accounts/login/" not in answer.get("Location", "")} == set()
