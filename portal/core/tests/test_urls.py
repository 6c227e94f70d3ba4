"""Every address is open by name or closed: a new one is closed until it is written here."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse
from django.utils import translation
from rest_framework.permissions import AllowAny

# By name, with the namespaces; what has no name stands with its route.
OPEN = {
    # The front door and the duty pages
    *("root", "home", "robots", "healthz", "larger_text", "open_data", "open_data_file", "accessibility", "privacy"),
    # What the public reads and asks
    *("policies:library", "policies:area", "policies:plan", "policies:policy", "policies:negative_list"),
    *("policies:plan_figures", "policies:plan_progress", "policies:plan_places", "policies:plan_scope"),
    *("policies:chart", "policies:chart_data"),
    *("policies:both_languages", "policies:file", "policies:history", "policies:comparison"),
    *("policies:changes",),
    *("items:history", "items:comparison"),
    *("items:measure", "items:check", "enterprises:calls", "enterprises:notices"),
    *("enterprises:notice", "enterprises:object_to", "enterprises:objection_find", "enterprises:objection"),
    *("enterprises:objection_receipt", "enterprises:notice_pdf"),
    *("enterprises:call", "enterprises:blank_form"),
    *("enterprises:verify", "enterprises:verify_code"),
    *("match:start", "match:result", "match:pdf"),
    *("talent:home", "talent:path", "talent:visas", "talent:classes", "talent:points"),
    *("talent:services", "talent:service", "talent:finder"),
    *("talent:notice", "talent:notice_version"),
    *("talent-points", "talent-service-list", "talent-service-detail"),
    *("talent:planner", "talent:plan_pdf", "talent:plan_ics", "talent-plan", "talent:track"),
    # The calendar, the feeds and the alerts, which need no account
    *("calendar:index", "calendar:ics", "feeds:changes", "feeds:search", "feeds:area", "feeds:policy"),
    *("feeds:measure", "alerts:follow", "alerts:follow_policy", "alerts:follow_area", "alerts:follow_measure"),
    *("alerts:asked", "alerts:confirm", "alerts:end", "alerts:manage"),
    # The same as data
    *("schema", "working-days", "call-list", "call-detail", "policy-list", "policy-detail"),
    *("focus-area-list", "focus-area-detail", "indicator-list", "indicator-detail", "base-list", "base-detail"),
    *("target-list", "target-detail", "progress-list"),
    *("measure-list", "measure-detail", "measure-evaluate", "negative-list-list", "negative-list-detail"),
    *("negative-list-answer", "api-root", "check-up"),
    *("notice-list", "notice-detail", "award-list"),
    # Getting in and out
    *("account_login", "account_logout", "account_signup", "account_inactive", "account_email_verification_sent"),
    *("account_confirm_login_code", "account_reset_password", "account_reset_password_done"),
    *("account_reset_password_from_key", "account_reset_password_from_key_done", "mfa_authenticate", "admin:login"),
    # For developers: refused by the views themselves where OUTBOX_PAGE and DEMO_ALLOWED are off
    *("outbox:list", "outbox:newest", "outbox:mail", "styleguide"),
}

# Anything that a converter takes; the answer must not depend on it.
SAMPLES = {"IntConverter": 1, "StringConverter": "x", "SlugConverter": "x", "PathConverter": "x"}
SAMPLES["UUIDConverter"] = "00000000-0000-4000-8000-000000000000"


def patterns(resolver: URLResolver, route: str = "", space: str = "") -> Iterator[tuple[str, str, URLPattern]]:
    """Name with namespaces (or the route), route, and pattern of every address."""
    for entry in resolver.url_patterns:
        whole = route + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from patterns(entry, whole, inner)
        else:
            yield (space + entry.name if entry.name else whole), whole, entry


def is_open(view: Any) -> bool:
    """Whether anybody gets past the sign-in: Django's pages by their mark, the API's by their permissions."""
    api_view = getattr(view, "cls", None)
    if api_view is not None and hasattr(api_view, "permission_classes"):
        closed = [rule for rule in api_view.permission_classes if rule is not AllowAny]
        return not closed or any("ReadOnly" in rule.__name__ for rule in closed)
    return not getattr(view, "login_required", True)


def all_patterns() -> list[tuple[str, str, URLPattern]]:
    return list(patterns(get_resolver()))


def test_the_open_addresses_are_those_written_here():
    found = {name for name, _route, pattern in all_patterns() if is_open(pattern.callback)}
    assert f"open but not written here: {sorted(found - OPEN)}" == "open but not written here: []"
    assert f"written here but closed or gone: {sorted(OPEN - found)}" == "written here but closed or gone: []"


def test_every_address_has_a_name():
    # The admin's catch-all answers 404 and needs none.
    unnamed = [route for _name, route, pattern in all_patterns() if not pattern.name]
    assert [route for route in unnamed if "admin/" not in route] == []


def closed_addresses() -> list[str]:
    addresses = []
    for name, _route, pattern in all_patterns():
        if is_open(pattern.callback) or not pattern.name:
            continue
        words = {key: SAMPLES.get(type(c).__name__, "x") for key, c in pattern.pattern.converters.items()}
        try:
            addresses.append(reverse(name, kwargs=words))
        except NoReverseMatch:
            continue
    return sorted(set(addresses))


@pytest.mark.django_db
def test_a_stranger_gets_behind_no_closed_address():
    client = Client()
    # Another test's last request may have left its language behind.
    translation.activate(settings.LANGUAGE_CODE)
    sign_in = tuple(reverse(name) for name in (settings.LOGIN_URL, "admin:login"))
    answers = {address: client.get(address) for address in closed_addresses()}
    let_in = {
        address: answer.status_code
        for address, answer in answers.items()
        if answer.status_code not in {401, 403} and not answer.get("Location", "").startswith(sign_in)
    }
    assert let_in == {}
    assert len(answers) > 50
