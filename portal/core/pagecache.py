"""Whole public pages in the memory of the web process.

The first middleware. It answers a GET that carries no session cookie and no query string from a dictionary
whose keys are address, size of text and encoding, already compressed; nothing behind it runs. A view opts in
with `@public_page`. A page lives for `LIFE` seconds at most, because it shows days left; a change of public
content empties the cache at once in this process and within a second in the others (`bump`).
"""

import gzip
import logging
import time
from collections.abc import Callable, Hashable
from functools import lru_cache, wraps
from hashlib import blake2b
from pathlib import Path
from threading import Lock

import brotli
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseNotModified
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import patch_vary_headers

LIFE = 30.0
LOOK = 1.0
LIMIT = 500
Key = tuple[str, str, str, bool, str]
_pages: dict[Key, tuple[float, HttpResponse, str]] = {}
# Parts of the frame, for pages that are not kept as a whole (templatetags/kept.py).
_parts: dict[tuple[Hashable, ...], str] = {}
_lock = Lock()
# `looked`: when the stamp was read; `generation`: its time then; `cleared`: how often the pages were forgotten.
_state = {"looked": 0.0, "generation": 0, "cleared": 0}
logger = logging.getLogger(__name__)


def public_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """An open page that reads the same for every visitor who is not signed in."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.is_public_page = True  # type: ignore[attr-defined]
        return response

    return login_not_required(wrapper)


def _stamp() -> Path:
    return Path(settings.VAR) / "content-changed"


def clear() -> None:
    """Forget the pages of this process, and those that are being rendered at this moment."""
    with _lock:
        _state["cleared"] += 1
        _pages.clear()
        _parts.clear()


def cleared() -> int:
    """How often this process has forgotten its pages: for the key of what is kept elsewhere and follows content."""
    return _state["cleared"]  # type: ignore[return-value]


def kept(key: tuple[Hashable, ...]) -> str | None:
    return _parts.get(key)


def keep(key: tuple[Hashable, ...], html: str) -> str:
    with _lock:
        if len(_parts) >= LIMIT:
            _parts.clear()
        _parts[key] = html
    return html


def bump() -> None:
    """Say that public content changed: other processes of this machine see it within `LOOK` seconds.

    On several machines the pages of the others live on for at most `LIFE` seconds.
    """
    clear()
    try:
        _stamp().touch()
    except OSError:
        # The change itself is committed: a full disk must not turn it into an error page.
        logger.exception("the other processes show the old pages for up to %s s", LIFE)


def _generation(moment: float) -> None:
    if moment - _state["looked"] < LOOK:
        return
    _state["looked"] = moment
    try:
        changed = _stamp().stat().st_mtime_ns
    except FileNotFoundError:
        changed = 0
    if changed != _state["generation"]:
        _state["generation"] = changed
        clear()


@lru_cache(maxsize=64)
def _encoding(accepted: str) -> str:
    """The best coding of an Accept-Encoding header; what is listed with a quality of 0 is refused."""
    offered = [part.replace(" ", "").partition(";q=") for part in accepted.lower().split(",")]
    codings = {name for name, _sign, quality in offered if quality.strip("0.") or not quality}
    return "br" if "br" in codings else "gzip" if "gzip" in codings else ""


def _compressed(body: bytes, encoding: str) -> bytes:
    if encoding == "br":
        return brotli.compress(body, quality=6)
    return gzip.compress(body, 6, mtime=0) if encoding == "gzip" else body


class PageCacheMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        meta = request.META
        cookies = request.COOKIES if "HTTP_COOKIE" in meta else {}
        personal = settings.SESSION_COOKIE_NAME in cookies or CookieStorage.cookie_name in cookies
        if request.method != "GET" or meta.get("QUERY_STRING") or personal:
            return self.get_response(request)
        moment = time.monotonic()
        _generation(moment)
        larger = cookies.get("text") == "large"
        encoding = _encoding(meta.get("HTTP_ACCEPT_ENCODING", "")[:200])
        # The scheme, because a page that is shown under HTTPS is a redirect under HTTP.
        key = (request.scheme or "", meta.get("HTTP_HOST", ""), request.path, larger, encoding)
        found = _pages.get(key)
        if found is None or found[0] <= moment:
            return self._fresh(request, key, moment)
        if found[2] in meta.get("HTTP_IF_NONE_MATCH", ""):
            return _not_modified(found[1])
        return _copy(found[1])

    def _fresh(self, request: HttpRequest, key: Key, moment: float) -> HttpResponse:
        request.may_be_cached = True  # type: ignore[attr-defined]
        cleared = _state["cleared"]
        response = self.get_response(request)
        if not _is_public(response):
            return response
        stored = self._store(response, key[-1])
        with _lock:
            # A change of content while the page was rendered: it may show what was before.
            if cleared == _state["cleared"]:
                if len(_pages) >= LIMIT:
                    _pages.clear()
                _pages[key] = (moment + LIFE, stored, stored["ETag"])
        return _copy(stored)

    @staticmethod
    def _store(response: HttpResponse, encoding: str) -> HttpResponse:
        """A response of its own, without the request that a rendered one drags along."""
        body = _compressed(response.content, encoding)
        stored = HttpResponse(body, content_type=response["Content-Type"])
        for name, value in response.items():
            stored[name] = value
        stored["Content-Length"] = str(len(body))
        stored["ETag"] = f'"{blake2b(body, digest_size=12).hexdigest()}"'
        stored["Cache-Control"] = "max-age=0, must-revalidate"
        stored["Vary"] = "Accept-Encoding, Cookie"
        if encoding:
            stored["Content-Encoding"] = encoding
        return stored


class CompressionMiddleware(GZipMiddleware):
    """Django's compression (with its padding against BREACH), except where the page cache compresses.

    Files go out as they are: they are compressed in themselves, and a browser wants to know how long they are.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        cached = getattr(request, "may_be_cached", False) and _is_public(response)
        if cached or isinstance(response, FileResponse):
            return response
        # Nothing secret is in what everybody may read, so it needs no padding: a third of gzip's time.
        public = _is_public(response) and settings.SESSION_COOKIE_NAME not in request.COOKIES
        plain = not (response.has_header("Content-Encoding") or response.has_header("ETag"))
        if public and plain and _encoding(request.META.get("HTTP_ACCEPT_ENCODING", "")[:200]) == "br":
            response.content = brotli.compress(response.content, quality=1)
            response["Content-Encoding"] = "br"
            response["Content-Length"] = str(len(response.content))
            patch_vary_headers(response, ["Accept-Encoding"])
            return response
        return super().process_response(request, response)


def _is_public(response: HttpResponse) -> bool:
    """Whether everybody may get this very answer: a cookie in it is somebody's, a stream is read only once."""
    whole = response.status_code == 200 and not response.streaming and not response.cookies
    return whole and getattr(response, "is_public_page", False)


def _copy(stored: HttpResponse) -> HttpResponse:
    """An answer of its own for each request, because Django hangs the request's closing on it; the body is shared."""
    answer = HttpResponse.__new__(HttpResponse)
    answer.__dict__.update(stored.__dict__, _resource_closers=[])
    return answer


def _not_modified(stored: HttpResponse) -> HttpResponse:
    answer = HttpResponseNotModified()
    for name in ("ETag", "Cache-Control", "Vary", "Content-Security-Policy"):
        if stored.has_header(name):
            answer[name] = stored[name]
    return answer
