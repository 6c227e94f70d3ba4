import re
from uuid import uuid4

import pytest
from django.urls import reverse

from portal.attachments.enums import ScanState
from portal.attachments.models import Attachment
from portal.attachments.tests.samples import pdf

# What differs between any two answers: the token of a form and the path that was asked for.
CHANGING = re.compile(rb'name="csrfmiddlewaretoken" value="\w+"|files/[0-9a-f-]{36}/')


def url(attachment: Attachment) -> str:
    return reverse("attachments:download", args=[attachment.public_id])


@pytest.fixture
def owners_read(rules):
    """As a service would say it: whoever gave the file may read it."""
    rules.append(lambda user, attachment: attachment.owner_id == user.pk or None)


def body(response) -> bytes:
    return b"".join(response.streaming_content)


def test_a_clean_file_comes_as_a_download_that_no_browser_runs(client, owner, clean, owners_read):
    client.force_login(owner)
    response = client.get(url(clean))
    assert response.status_code == 200
    assert body(response) == pdf()
    assert response["Content-Disposition"] == "attachment; filename*=utf-8''%E5%87%AD%E8%AF%81.pdf"
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Length"] == str(len(pdf()))
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert set(response["Cache-Control"].split(", ")) == {"private", "no-store"}
    assert response.get("ETag") is response.get("Last-Modified") is None


def test_nobody_reads_a_file_unless_a_service_says_so(client, owner, clean, rules):
    client.force_login(owner)
    assert client.get(url(clean)).status_code == 404
    rules.append(lambda user, attachment: None)
    rules.append(lambda user, attachment: False)
    assert client.get(url(clean)).status_code == 404
    rules.append(lambda user, attachment: True)
    assert body(client.get(url(clean))) == pdf()


@pytest.mark.parametrize("state", ScanState.values)
def test_another_person_can_not_tell_that_it_is_there(client, stranger, clean, owners_read, state):
    """A file that is not theirs and one that never was: the same answer, in every state."""
    Attachment.objects.update(state=state)
    client.force_login(stranger)
    theirs = client.get(url(clean))
    never = client.get(reverse("attachments:download", args=[uuid4()]))
    assert theirs.status_code == never.status_code == 404
    assert CHANGING.sub(b"", theirs.content) == CHANGING.sub(b"", never.content)
    assert "凭证" not in theirs.content.decode()
    assert dict(theirs.headers) == dict(never.headers)


def test_who_is_not_signed_in_is_asked_to(client, clean, owners_read):
    response = client.get(url(clean))
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login"))


def test_another_session_does_not_help(client, owner, clean, owners_read):
    client.force_login(owner)
    client.logout()
    assert client.get(url(clean)).status_code == 302


@pytest.mark.parametrize("state", [ScanState.PENDING, ScanState.INFECTED, ScanState.FAILED])
def test_only_a_clean_file_is_handed_out(client, owner, clean, owners_read, state):
    Attachment.objects.update(state=state)
    client.force_login(owner)
    response = client.get(url(clean))
    assert response.status_code == 409
    assert response.templates[0].name == "attachments/not_ready.html"
    assert b"%PDF" not in response.content
    assert "no-store" in response["Cache-Control"]


def test_a_fresh_upload_is_not_handed_out_before_its_scan(client, owner, pending, owners_read):
    client.force_login(owner)
    assert client.get(url(pending)).status_code == 409


def test_head_tells_the_length_to_those_who_may_read(client, owner, stranger, clean, owners_read):
    client.force_login(stranger)
    assert client.head(url(clean)).status_code == 404
    client.force_login(owner)
    response = client.head(url(clean))
    assert (response.status_code, response["Content-Length"]) == (200, str(len(pdf())))
    assert b"".join(response) == b""


def test_a_range_opens_no_other_way(client, owner, stranger, clean, owners_read):
    part = {"Range": "bytes=0-3"}
    client.force_login(stranger)
    assert client.get(url(clean), headers=part).status_code == 404
    client.force_login(owner)
    response = client.get(url(clean), headers=part)
    assert response.status_code == 200
    assert body(response) == pdf()
    Attachment.objects.update(state=ScanState.PENDING)
    assert client.get(url(clean), headers=part).status_code == 409


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_a_file_is_only_read_here(client, owner, clean, owners_read, method):
    client.force_login(owner)
    assert getattr(client, method)(url(clean)).status_code == 405


def test_a_file_that_is_gone_is_said(client, owner, clean, owners_read, files):
    (files / clean.storage_name).unlink()
    client.force_login(owner)
    assert client.get(url(clean)).status_code == 503


@pytest.mark.parametrize("name", ['a"; filename=evil.exe; x=".pdf', "a\\b.pdf", "a%0d%0aX: y.pdf", "𠮷.pdf"])
def test_no_name_breaks_out_of_its_header(client, owner, clean, owners_read, name):
    Attachment.objects.update(original_name=name)
    client.force_login(owner)
    response = client.get(url(clean))
    assert response["Content-Disposition"].startswith("attachment; filename")
    assert "filename=evil" not in response["Content-Disposition"].replace('\\"; filename=evil', "")
    assert response.get("X") is None
    response.close()


@pytest.mark.parametrize("path", ["/files/1/", "/files/../portal/", "/files/%2e%2e/x/", "/media/x", "/files/"])
def test_there_is_no_other_way_to_the_files(client, owner, path):
    client.force_login(owner)
    assert client.get(path).status_code == 404
