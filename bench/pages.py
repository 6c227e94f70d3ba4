"""What a page makes a browser load, and a walk over every page that links lead to."""

import gzip
import re
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

import brotli

from bench.load import Answer, Ask, Client

CSS_URL = re.compile(r"url\(\s*['\"]?([^'\")]+)|@import\s+['\"]([^'\"]+)")
LOADED_LINKS = {"stylesheet", "icon", "preload", "modulepreload", "manifest", "apple-touch-icon"}
# Of addresses that differ only in language and numbers so many are visited, and as many with a query.
ALIKE = 2
MOST_PAGES = 4000
LANGUAGE = re.compile(r"^/(zh-hans|en)/")


class Links(HTMLParser):
    """`loads`: what a browser fetches by itself; `leads`: where a person can go."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.loads: list[str] = []
        self.leads: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        if tag == "a" and "href" in given:
            self.leads.append(given["href"])
        elif tag == "link" and LOADED_LINKS & set(given.get("rel", "").split()):
            self.loads.append(given.get("href", ""))
        elif tag in {"script", "img", "iframe", "source", "video", "audio", "embed", "input", "track"}:
            self.loads += [given[name] for name in ("src", "poster") if given.get(name)]
            self.loads += [part.split()[0] for part in given.get("srcset", "").split(",") if part.split()]
        elif tag == "use" or tag == "image":
            self.loads.append(urldefrag(given.get("href", given.get("xlink:href", "")))[0])
        self.loads += [found for pair in CSS_URL.findall(given.get("style", "")) for found in pair if found]


def text(answer: Answer) -> str:
    encoding, body = answer.header("Content-Encoding"), answer.body
    if encoding == "br":
        body = brotli.decompress(body)
    elif encoding == "gzip":
        body = gzip.decompress(body)
    return body.decode()


def links(answer: Answer) -> Links:
    return Links(text(answer))


@dataclass
class Visit:
    """A first visit: everything that the page makes the browser load from us, and from whom else."""

    bytes: int = 0
    files: int = 0
    foreign: list[str] = field(default_factory=list)
    cookies: list[str] = field(default_factory=list)


def first_visit(client: Client, path: str) -> Visit:
    """Fetch the page and what it loads, each thing once, with empty caches."""
    visit, seen, waiting = Visit(), set(), deque([path])
    while waiting:
        place = waiting.popleft()
        if place in seen:
            continue
        seen.add(place)
        answer = client.must(Ask(place))
        visit.bytes += answer.wire_bytes
        visit.files += 1
        visit.cookies += [value for name, value in answer.headers if name.lower() == "set-cookie"]
        for found in _loaded_by(answer):
            if found and not found.startswith("data:"):
                _sort(urljoin(f"http://here{place}", found), waiting, visit)
    return visit


def _loaded_by(answer: Answer) -> list[str]:
    kind = answer.header("Content-Type")
    if kind.startswith("text/html"):
        return links(answer).loads
    if kind.startswith("text/css"):
        return [found for pair in CSS_URL.findall(text(answer)) for found in pair if found]
    return []


def _sort(address: str, waiting: deque[str], visit: Visit) -> None:
    parts = urlsplit(address)
    if parts.netloc == "here":
        waiting.append(_path(address))
    else:
        visit.foreign.append(address)


def _path(address: str) -> str:
    parts = urlsplit(address)
    return parts.path + (f"?{parts.query}" if parts.query else "")


@dataclass
class Crawl:
    """What a walk saw: how many pages of each kind, the errors, and where the worker's memory grew (MiB)."""

    memory: Callable[[], float]
    pages: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)
    growth: Counter[str] = field(default_factory=Counter)


def crawl(client: Client, starts: list[str], session: str, seen: Crawl) -> None:
    """Visit all that links lead to from `starts`; of many addresses of one kind only the first few."""
    held = seen.memory()
    met, alike, waiting = set(starts), Counter(), deque(starts)
    client.fresh()
    while waiting and seen.pages < MOST_PAGES:
        path = waiting.popleft()
        kind = _kind(path)
        alike[kind] += 1
        if alike[kind] > ALIKE:
            continue
        seen.pages += 1
        seen.kinds[kind] += 1
        try:
            answer = client.ask(Ask(path, session))
        except OSError as error:
            # A page that never comes is a page that is broken; the others are still to be seen.
            seen.broken.append(f"{type(error).__name__} {path}")
            client.close()
            continue
        before, held = held, seen.memory()
        seen.growth[kind] += held - before
        if answer.status >= 500:
            seen.broken.append(f"{answer.status} {path}")
        for found in _leads(answer, path):
            if found not in met:
                met.add(found)
                waiting.append(found)


def _leads(answer: Answer, path: str) -> list[str]:
    if answer.status in {301, 302, 303}:
        targets = [answer.header("Location")]
    elif answer.header("Content-Type").startswith("text/html"):
        targets = links(answer).leads
    else:
        return []
    addresses = [urljoin(f"http://here{path}", urldefrag(target)[0]) for target in targets]
    ours = [_path(address) for address in addresses if urlsplit(address).netloc == "here"]
    return [found for found in ours if "logout" not in found]


def _kind(path: str) -> str:
    """The address without its language and with each number as #; one kind more for all that have a query."""
    place, mark, _query = path.partition("?")
    return re.sub(r"[^/]*\d[^/]*", "#", LANGUAGE.sub("/", place)) + mark
