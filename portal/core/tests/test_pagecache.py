"""Whole public pages from memory: warm, compressed, nobody's own, and gone when the content changes."""

import gzip
import os
from threading import Thread

import brotli
import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from policies.models import FocusArea
from portal.accounts.models import User
from portal.core import pagecache
from portal.core.tests import public_pages
from portal.core.tests.public_pages import TEXT, meanwhile, renders

pytestmark = [pytest.mark.urls(public_pages.__name__), pytest.mark.django_db]


@pytest.fixture(autouse=True)
def _no_page_yet(settings, tmp_path):
    settings.VAR = tmp_path
    pagecache._state["generation"] = pagecache._state["looked"] = 0
    pagecache.clear()
    renders.clear()
    meanwhile.clear()


@pytest.fixture
def area() -> FocusArea:
    return FocusArea.objects.create(code="X", number=1, title_zh="旧标题", title_en="Old title")


def text_of(response: HttpResponse) -> str:
    coding = response.headers.get("Content-Encoding", "")
    body = {"br": brotli.decompress, "gzip": gzip.decompress, "": bytes}[coding](response.content)
    assert int(response["Content-Length"]) == len(response.content)
    return body.decode()


# --- a warm page ------------------------------------------------------------------------------------


def test_a_warm_page_is_not_rendered_asks_no_query_and_sets_no_cookie(client, django_assert_num_queries):
    cold = client.get("/page/")
    with django_assert_num_queries(0):
        warm = client.get("/page/")
    assert renders == {"/page/": 1}
    assert (warm.status_code, warm.content) == (200, cold.content)
    assert dict(warm.items()) == dict(cold.items())
    assert not warm.cookies
    assert "Set-Cookie" not in warm
    assert client.cookies == {}


def test_what_protects_a_page_is_kept_with_it(client):
    for _time in ("cold", "warm"):
        response = client.get("/page/")
        assert "default-src 'none'" in response["Content-Security-Policy"]
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["X-Frame-Options"] == "DENY"
        assert response["Cache-Control"] == "max-age=0, must-revalidate"
        assert response["Vary"] == "Accept-Encoding, Cookie"


def test_every_answer_is_an_object_of_its_own(client):
    """Django hangs the end of the request on the answer, and the test client empties a HEAD's."""
    client.get("/page/")
    first, second = client.get("/page/"), client.get("/page/")
    assert first is not second
    assert first._resource_closers is not second._resource_closers
    first.content = b""
    assert client.get("/page/").content == second.content != b""


def test_a_page_lives_for_its_time_only(client, monkeypatch):
    monkeypatch.setattr(pagecache, "LIFE", 0.0)
    client.get("/page/")
    client.get("/page/")
    assert renders["/page/"] == 2


def test_the_real_front_page_and_library_are_public_and_warm(client, settings, django_assert_num_queries):
    settings.ROOT_URLCONF = "portal.urls"
    for name in ("home", "policies:library"):
        assert client.get(reverse(name)).status_code == 200
        with django_assert_num_queries(0):
            warm = client.get(reverse(name))
        assert warm.status_code == 200
        assert not warm.cookies


# --- encodings and revalidation ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("br, gzip", "br"),
        ("gzip, deflate, br;q=0.9", "br"),
        ("gzip", "gzip"),
        ("GZIP", "gzip"),
        ("gzip;q=0.5, br;q=0", "gzip"),
        ("gzip; q=0.000, br ; q=0", ""),
        ("identity", ""),
        ("vibration, gzipped", ""),
        ("", ""),
        ("gzip," * 5000, "gzip"),
    ],
)
def test_the_coding_is_one_that_the_browser_takes(client, accepted, coding):
    plain = text_of(client.get("/page/"))
    for _time in ("cold", "warm"):
        response = client.get("/page/", headers={"Accept-Encoding": accepted})
        assert response.headers.get("Content-Encoding", "") == coding
        assert text_of(response).split("|")[1:] == plain.split("|")[1:]


def test_the_codings_are_smaller_and_have_tags_of_their_own(client):
    answers = {coding: client.get("/page/", headers={"Accept-Encoding": coding}) for coding in ("br", "gzip", "")}
    sizes = {coding: len(answer.content) for coding, answer in answers.items()}
    assert max(sizes["br"], sizes["gzip"]) * 10 < sizes[""]
    assert len({answer["ETag"] for answer in answers.values()}) == 3


@pytest.mark.parametrize("form", ["{}", "W/{}", '"other", {}'])
def test_what_the_browser_has_already_is_not_sent_again(client, form):
    tag = client.get("/page/")["ETag"]
    response = client.get("/page/", headers={"If-None-Match": form.format(tag)})
    assert (response.status_code, response.content) == (304, b"")
    assert (response["ETag"], response["Vary"]) == (tag, "Accept-Encoding, Cookie")


def test_another_tag_gets_the_page(client):
    client.get("/page/")
    response = client.get("/page/", headers={"If-None-Match": '"000000000000000000000000"'})
    assert response.status_code == 200
    assert text_of(response)


def test_pages_beside_the_cache_are_compressed_too_and_files_are_not(client):
    gzipped = client.get("/page/?q=1", headers={"Accept-Encoding": "gzip"})
    assert gzipped["Content-Encoding"] == "gzip"
    with_form = client.get("/form/", headers={"Accept-Encoding": "gzip"})
    assert with_form["Content-Encoding"] == "gzip"
    download = client.get("/file/", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in download
    assert int(download["Content-Length"]) == len(download.getvalue()) == len(TEXT.encode())


# --- what is somebody's own -------------------------------------------------------------------------


def test_a_signed_in_person_gets_a_page_of_their_own_and_leaves_no_trace(client):
    reader = User.objects.create_user("reader@example.test", "a long password", name="Reader")
    assert "|nobody|" in text_of(client.get("/page/"))
    own = Client()
    own.force_login(reader)
    assert "|Reader|" in own.get("/page/").content.decode()
    assert "|Reader|" in own.get("/page/").content.decode()
    assert renders["/page/"] == 3
    assert "|nobody|" in text_of(client.get("/page/"))
    pagecache.clear()
    own.get("/page/")
    assert "|nobody|" in text_of(client.get("/page/"))


def test_a_stale_session_cookie_goes_past_the_cache(client, settings):
    client.get("/page/")
    client.cookies[settings.SESSION_COOKIE_NAME] = "made-up"
    client.get("/page/")
    assert renders["/page/"] == 2


def test_a_query_string_is_not_cached(client):
    for _time in range(2):
        assert "|secret|" in client.get("/page/?q=secret").content.decode()
    assert renders["/page/"] == 2
    assert "||" in text_of(client.get("/page/"))


@pytest.mark.parametrize("method", ["post", "put", "delete", "options", "head"])
def test_other_methods_are_not_cached(client, method):
    getattr(client, method)("/page/")
    getattr(client, method)("/page/")
    assert renders["/page/"] == 2
    client.get("/page/")
    assert renders["/page/"] == 3


@pytest.mark.parametrize("address", ["/cookie/", "/form/", "/session/", "/missing/"])
def test_an_answer_with_a_cookie_or_an_error_is_not_cached(address):
    for _time in range(2):
        Client().get(address)
    assert renders[address] == 2


def test_a_form_is_not_cached_for_somebody_who_has_its_cookie_already(client):
    for _time in range(3):
        assert "csrftoken" in client.get("/form/").cookies
    assert renders["/form/"] == 3


def test_a_page_that_did_not_opt_in_stays_closed_and_is_not_cached(client):
    assert client.get("/closed/").status_code == 302
    client.force_login(User.objects.create_user("reader@example.test", "a long password"))
    assert client.get("/closed/").status_code == 200
    assert Client().get("/closed/").status_code == 302


def test_a_waiting_message_goes_past_the_cache(client):
    client.get("/page/")
    client.get("/said/")
    assert "messages" in client.cookies
    client.get("/page/")
    assert renders["/page/"] == 2


def test_larger_text_has_pages_of_its_own(client):
    larger = Client()
    larger.cookies["text"] = "large"
    for _time in range(2):
        assert "|normal|" in text_of(client.get("/page/"))
        assert "|large|" in text_of(larger.get("/page/"))
    assert renders["/page/"] == 2


def test_a_cookie_that_only_looks_like_larger_text_spoils_nothing(client):
    forger, larger = Client(), Client()
    forger.cookies["context"] = "large"
    larger.cookies["text"] = "large"
    assert "|normal|" in text_of(forger.get("/page/"))
    assert "|large|" in text_of(larger.get("/page/"))


def test_two_addresses_never_share_a_page(client):
    larger = Client()
    larger.cookies["text"] = "large"
    assert "|large|" in text_of(larger.get("/page/"))
    assert "|normal|" in text_of(client.get("/page/large"))


def test_hosts_and_schemes_never_share_a_page(client, settings):
    """A page shown under HTTPS is a redirect under HTTP; a host that is not ours is refused, warm or not."""
    settings.SECURE_SSL_REDIRECT = True
    settings.ALLOWED_HOSTS = ["testserver", "other.test"]
    fresh = Client()
    assert fresh.get("/page/", secure=True).status_code == 200
    assert fresh.get("/page/", secure=False).status_code == 301
    assert fresh.get("/page/", secure=True, headers={"Host": "other.test"}).status_code == 200
    assert renders["/page/"] == 2
    assert fresh.get("/page/", secure=True, headers={"Host": "evil.test"}).status_code == 400


# --- a change of content ----------------------------------------------------------------------------


def test_a_change_of_public_content_shows_at_once(client, area, django_capture_on_commit_callbacks):
    assert "旧标题" in text_of(client.get("/page/"))
    with django_capture_on_commit_callbacks(execute=True):
        area.title_zh = "新标题"
        area.save()
    assert "|新标题|" in text_of(client.get("/page/"))
    with django_capture_on_commit_callbacks(execute=True):
        area.delete()
    assert "标题" not in text_of(client.get("/page/"))


def test_before_the_commit_the_old_page_stays(client, area, django_capture_on_commit_callbacks):
    client.get("/page/")
    with django_capture_on_commit_callbacks(execute=False) as waiting, transaction.atomic():
        area.save()
        client.get("/page/")
    assert renders["/page/"] == 1
    assert waiting


def test_a_page_that_was_being_rendered_during_the_change_is_not_kept(client, area):
    """It was read before the change and comes after it: kept, it would show the old title for half a minute."""

    def change() -> None:
        FocusArea.objects.filter(pk=area.pk).update(title_zh="新标题")
        pagecache.bump()

    meanwhile.append(change)
    assert "旧标题" in text_of(client.get("/page/"))
    assert "新标题" in text_of(client.get("/page/"))


def test_another_process_sees_the_change_when_it_looks(client, settings, monkeypatch):
    stamp = settings.VAR / "content-changed"
    client.get("/page/")
    stamp.touch()
    client.get("/page/")
    assert renders["/page/"] == 1, "looked at once a second only"
    monkeypatch.setattr(pagecache, "LOOK", 0.0)
    client.get("/page/")
    assert renders["/page/"] == 2
    client.get("/page/")
    assert renders["/page/"] == 2
    os.utime(stamp, ns=(1, 1))
    client.get("/page/")
    assert renders["/page/"] == 3


def test_a_stamp_that_cannot_be_written_is_no_error(client, settings, caplog):
    settings.VAR = settings.VAR / "not" / "there"
    client.get("/page/")
    pagecache.bump()
    client.get("/page/")
    assert renders["/page/"] == 2
    assert "show the old pages" in caplog.text


def test_memory_has_a_limit(client, monkeypatch):
    monkeypatch.setattr(pagecache, "LIMIT", 3)
    for number in range(10):
        client.get("/page/", headers={"Host": f"localhost:{number}"})
        assert len(pagecache._pages) <= 3


@pytest.mark.django_db(transaction=True)
def test_threads_share_pages_and_never_each_others_answers():
    """Two kinds of readers at once, while the content changes."""
    wrong: list[str] = []

    def read(size: str) -> None:
        reader = Client()
        reader.cookies["text"] = size
        for number in range(60):
            body = text_of(reader.get("/page/"))
            if f"|{size}|nobody|" not in body:
                wrong.append(body[:60])
            if number % 10 == 0:
                pagecache.bump()
        connection.close()

    threads = [Thread(target=read, args=(size,)) for size in ("large", "normal") * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
