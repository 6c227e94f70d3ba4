"""What is measured: which requests, on which database, how many in a row."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bench.load import Ask, Unexpected
from bench.pages import links
from bench.server import House, Web

FLOOR = "floor"
HOME = "/zh-hans/"
LIBRARY = "/zh-hans/policies/"
ADMIN = "/zh-hans/admin/"
QUEUE = f"{ADMIN}enterprises/application/"
# A service guide for foreign talent, in a language that only this part of the portal has.
GUIDE = "/ko/talent/services/residence-permit/"
LOGIN = "/zh-hans/accounts/login/"


@dataclass(frozen=True)
class Scenario:
    """`asks(n)` gives the next n requests; `warm_up` of them go before each measurement."""

    name: str
    title: str
    asks: Callable[[int], list[Ask]]
    times: int
    size: str = "small"
    warm_up: int = 2


def repeated(ask: Ask) -> Callable[[int], list[Ask]]:
    return lambda times: [ask] * times


def floor() -> Scenario:
    return Scenario(FLOOR, "a bare Django view", repeated(Ask("/")), times=2000, size=FLOOR, warm_up=50)


def public_pages(web: Web) -> dict[str, str]:
    """Home, the first area on it, its first measure, the document behind that, and a guide for foreign talent."""
    area = _first_link(web, HOME, "/policies/areas/")
    measure = _first_link(web, area, "/items/")
    document = _first_link(web, LIBRARY, "/policies/qd-")
    return {"home": HOME, "area": area, "measure": measure, "document": document, "service guide": GUIDE}


def _first_link(web: Web, page: str, part: str) -> str:
    found = links(web.client.must(Ask(page))).leads
    for target in found:
        if part in target:
            return target
    raise Unexpected(f"{page} has no link to …{part}")


def queue_pages(house: House) -> dict[str, str]:
    call, place = house.facts["call"], house.facts["place"]
    return {
        "page 1": QUEUE,
        "filtered by call": f"{QUEUE}?call={call}",
        "filtered by stage": f"{QUEUE}?state=formal_review",
        "filtered by district": f"{QUEUE}?view=desk&district={place}",
        "closed": f"{QUEUE}?tab=closed",
    }


class Once:
    """What can be done once only: an application is submitted, a person signs in."""

    def __init__(self, house: House) -> None:
        self.session, self.password = house.facts["filer"], house.facts["password"]
        self.numbers: Iterator[str] = iter(house.facts["drafts"])
        self.emails: Iterator[str] = iter(house.facts["emails"])

    def submissions(self, times: int) -> list[Ask]:
        return [self._submission(next(self.numbers)) for _place in range(times)]

    def sign_ins(self, times: int) -> list[Ask]:
        return [self._sign_in(next(self.emails)) for _place in range(times)]

    def _submission(self, number: str) -> Ask:
        form = {"declaration": "on"}
        return Ask(case_path(number) + "check/", self.session, form=form, expect=302, lands="/submitted/")

    def _sign_in(self, email: str) -> Ask:
        form = {"login": email, "password": self.password}
        return Ask(LOGIN, form=form, expect=302, lands="/after-login/")


def case_path(number: str) -> str:
    return f"/zh-hans/my/applications/{number}/"


def case_pages(house: House) -> dict[str, Ask]:
    facts = house.facts
    return {
        f"{facts['few_events']} event": Ask(case_path(facts["few"]), facts["filer"]),
        f"{facts['many_events']} events": Ask(case_path(facts["many"]), facts["filer"]),
    }


def timed(house: House, web: Web, once: Once) -> list[Scenario]:
    """All that is timed, in the order of the table."""
    found = [
        Scenario(f"public {name}", f"public page: {name}", repeated(Ask(path)), times=1500)
        for name, path in public_pages(web).items()
    ]
    for name, ask in case_pages(house).items():
        found.append(Scenario(f"case {name}", f"case page, {name}", repeated(ask), times=30))
    for name, path in queue_pages(house).items():
        for size in ("small", "large"):
            ask = Ask(path, house.facts["case_manager"])
            found.append(Scenario(f"queue {name} {size}", f"queue, {name}, {size}", repeated(ask), 20, size))
    found.append(Scenario("submission", "a submission", once.submissions, times=8, warm_up=1))
    found.append(Scenario("sign-in", "a sign-in", once.sign_ins, times=8, warm_up=1))
    return found
