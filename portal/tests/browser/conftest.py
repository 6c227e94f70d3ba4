import os
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from portal.core.tests.project import chromium
from portal.tests.browser.reader import Reader
from portal.tests.browser.running import fill_run_folder, running_portal
from portal.tests.browser.seats import PATIENCE_MS, Seats

# Its own background traffic has nowhere to go in a closed network and only costs time.
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-sync"]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One for each process; where there is no Chromium, the tests were skipped by name."""
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def run_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the portal of this process keeps: database, files and queue, fresh and with the demo."""
    folder = tmp_path_factory.mktemp("portal")
    base = tmp_path_factory.getbasetemp()
    # Parallel processes have folders of their own in that of the run.
    fill_run_folder(folder, base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base)
    return folder


@pytest.fixture(scope="session")
def address(browser: Browser, run_folder: Path) -> Iterator[str]:
    """Where the portal of this process runs, alive until the last walk."""
    with running_portal(run_folder) as found:
        yield found


@pytest.fixture(scope="session")
def seats(browser: Browser, address: str) -> Seats:
    return Seats(browser, address)


@pytest.fixture
def reader(seats: Seats, language: str, width: str, scripts: bool) -> Reader:
    """Somebody whom the portal does not know yet; `reader.in_all_ways` gives the rest."""
    return Reader(seats.take(language, width, scripts), seats.address, language, width, scripts)


@pytest.fixture
def colleague(seats: Seats, language: str, width: str, scripts: bool) -> Reader:
    """Somebody else at the same time, in a browser of their own."""
    return Reader(seats.take(language, width, scripts, beside=True), seats.address, language, width, scripts)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A walk that fails says where it stood."""
    report = yield
    if report.when == "call" and report.failed:
        for reader in getattr(item, "funcargs", {}).values():
            if isinstance(reader, Reader):
                report.sections.append(("the page that was open", reader.tells()))
    return report
