"""Lists: as many queries for a few rows as for a full page, for visitors, machines and officials."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from bench.counts import queries_of
from bench.lines import Line
from bench.parts import Say
from bench.parts.site import fill_applications
from bench.server import House

TITLE = "Queries of lists"
DOCUMENTS = 1_000
API, ADMIN, ADMINISTRATOR = "/api/v1/", "/zh-hans/admin/", "admin@example.test"
# Of each list the same page with few rows and with many: whose session, then the two addresses.
OPEN = {
    "library": ("/zh-hans/policies/?q=BENCH-17", "/zh-hans/policies/?q=企业"),
    "API: policies": (f"{API}policies/?page_size=1", f"{API}policies/?page_size=50"),
    # Not a few alone, here and with calls: a page that shows places or working days asks once for all of them.
    "API: measures": (f"{API}measures/?page_size=10", f"{API}measures/?page_size=50"),
    "API: targets": (f"{API}indicators/targets/?page_size=1", f"{API}indicators/targets/?page_size=50"),
    "API: indicators": (f"{API}indicators/?page_size=1", f"{API}indicators/?page_size=50"),
    "API: bases": (f"{API}bases/?page_size=1", f"{API}bases/?page_size=50"),
    "API: negative list": (f"{API}negative-list/?page_size=1", f"{API}negative-list/?page_size=50"),
    "API: calls": (f"{API}calls/?page_size=3", f"{API}calls/?page_size=50"),
}
DESK = {
    "desk: documents": (f"{ADMIN}policies/policy/?q=BENCH-17", f"{ADMIN}policies/policy/"),
    "desk: measures": (f"{ADMIN}policies/measure/?q=TRA-03", f"{ADMIN}policies/measure/"),
    "desk: indicators": (f"{ADMIN}policies/indicator/?q=nothing", f"{ADMIN}policies/indicator/"),
    "desk: enterprises": (f"{ADMIN}enterprises/enterprise/?q=批量示例17", f"{ADMIN}enterprises/enterprise/"),
    "desk: calls": (f"{ADMIN}enterprises/call/?q=资质认证", f"{ADMIN}enterprises/call/"),
}


@dataclass
class Lists:
    """Queries with few rows and with many."""

    asked: dict[str, tuple[int, int]] = field(default_factory=dict)


def measure(home: House, say: Say) -> Lists:
    fill_applications(home, say)
    home.create("lists", like="small")
    home.ask("bench.library", "lists", documents=DOCUMENTS, seed=home.chosen.seed)
    session, found = home.facts["sessions"].get(ADMINISTRATOR, ""), Lists()
    with home.web("lists", BENCH_COUNT="1") as web:
        for names, who in ((OPEN, ""), (DESK, session)):
            for name, pair in names.items():
                few, many = (queries_of(web, address, who) for address in pair)
                found.asked[name] = few, many
    with home.web("large", BENCH_COUNT="1") as large, home.web("small", BENCH_COUNT="1") as small:
        official, address = home.facts["case_manager"], f"{ADMIN}enterprises/application/"
        found.asked["desk: applications"] = tuple(queries_of(web, address, official) for web in (small, large))
    return found


def judge(found: Lists) -> Iterator[Line]:
    unequal = [f"{name}: {few} and {many}" for name, (few, many) in found.asked.items() if few != many]
    what = f"{len(found.asked)} lists"
    yield Line(what, "as many queries for a few rows as for a full page", "; ".join(unequal) or "all", not unequal)


def figures(found: Lists) -> str:
    rows = [f"| {name} | {few} | {many} |" for name, (few, many) in found.asked.items()]
    return "\n".join(["| queries of a list | few rows | many rows |", "|---|--:|--:|", *rows])
