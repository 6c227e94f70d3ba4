"""Files for imports, and whoever brings them, for tests."""

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation

from policies.imports import jobs
from policies.imports.nouns import noun_of
from policies.imports.shown import problems
from policies.models import ImportJob, Indicator
from policies.tests.edits import official
from portal.accounts.models import User
from portal.core.tests.sheets import workbook

FORMATS = {"xlsx": "0", "csv": "1", "gb18030": "2"}
HEADINGS = ("Indicator", "Title in Chinese", "Title in English", "Place", "Year", "Kind", "Value", "Unit")
FIGURE = {
    "Indicator": "dt_total", "Title in Chinese": "数字贸易总额", "Title in English": "Digital trade", "Place": "QD",
    "Year": "2025", "Kind": "actual", "Value": "900", "Unit": "亿元",
}  # fmt: skip


def keeper(name: str = "keeper") -> User:
    """Edits for the bureau, and administers the portal: may import every list."""
    user = official(name)
    user.is_superuser = True
    user.save()
    return user


def figure(**cells: str) -> dict[str, str]:
    """A row of indicators; words stand for headings, as in `Title_in_Chinese`."""
    return FIGURE | {name.replace("_", " "): text for name, text in cells.items()}


def csv_file(rows: Sequence[Mapping[str, str]], encoding: str = "utf-8-sig") -> bytes:
    out = io.StringIO(newline="")
    headings = dict.fromkeys(heading for row in rows for heading in row)
    writer = csv.DictWriter(out, list(headings))
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode(encoding)


def xlsx_file(rows: Sequence[Mapping[str, Any]]) -> bytes:
    return workbook([list(rows[0]), *[list(row.values()) for row in rows]])


def brought(person: User, content: bytes, noun: str = "indicator", encoding: str = "") -> ImportJob:
    """The job of a file; a large one is read as a worker would."""
    job = jobs.begin(noun_of(noun), person, name="file.csv", pieces=[content], encoding=encoding)
    jobs.work_on(job.pk)
    job.refresh_from_db()
    return job


def imported(person: User, content: bytes, noun: str = "indicator") -> ImportJob:
    job = brought(person, content, noun)
    assert job.may_be_applied, (job.problems, job.refusal, job.same_count)
    job = jobs.approve(job, job.fingerprint)
    jobs.work_on(job.pk)
    job.refresh_from_db()
    return job


def told(job: ImportJob) -> list[tuple[str, str, str]]:
    """Place, heading and sentence of each error, in English."""
    with translation.override("en"):
        return [(one["place"], one["heading"], one["text"]) for one in problems(noun_of(job.noun), job)]


def exported(client: Client, noun: str, kind: str = "csv", query: str = "", language: str = "en") -> bytes:
    with translation.override(language):
        page = reverse(f"admin:policies_{noun}_export")
    return client.post(f"{page}{query}", {"format": FORMATS[kind]}).content


def page_of(noun: str, name: str = "import", *args: Any, language: str = "en") -> str:
    with translation.override(language):
        return reverse(f"admin:policies_{noun}_{name}", args=args)


def upload(content: bytes, name: str = "file.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="application/octet-stream")


def values() -> dict[tuple[str, int | None], str]:
    """What the list of indicators says."""
    return {(row.code, row.year): f"{row.value.normalize():f}" for row in Indicator.objects.all()}
