"""The nightly tables: complete, readable, harmless to open, and nothing else from that folder."""

import csv
import io
import json
from datetime import datetime

import pytest
from django.conf import settings
from django.test import Client

from policies.models import FocusArea, Policy
from portal.core import clock, open_data
from portal.core.management.commands.prepare import UNCHANGED, _open_data
from portal.core.tasks import write_open_data


@pytest.fixture
def folder(tmp_path, settings):
    settings.STORAGES = settings.STORAGES | {
        "open_data": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path)},
        }
    }
    return tmp_path


def table(client: Client, name: str) -> list[dict[str, str]]:
    answer = client.get(f"/open-data/{name}")
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/csv; charset=utf-8")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def policies() -> None:
    FocusArea.objects.create(code="SUPPLY", number=1, title_zh="供给", short_zh="供", short_en="S")
    shown = Policy.objects.create(code="A", title_zh="=1+1", kind="notice", level="city", audiences=["enterprise"])
    shown.areas.set(FocusArea.objects.all())
    Policy.objects.create(code="B", title_zh="草稿机密", kind="notice", level="city", published=False)


@pytest.mark.django_db
def test_the_tables_hold_what_is_published_and_no_formula(folder, client: Client) -> None:
    policies()
    write_open_data()
    rows = table(client, "policies.csv")
    assert [(row["code"], row["title_zh"], row["areas"], row["audiences"]) for row in rows] == [
        ("A", "'=1+1", "SUPPLY", "enterprise")
    ]
    whole = json.loads(b"".join(client.get("/open-data/policies.json").streaming_content))
    assert (whole["dataset"], [row["title_zh"] for row in whole["rows"]]) == ("policies", ["=1+1"])
    assert not any("草稿机密".encode() in path.read_bytes() for path in folder.rglob("*.*"))


@pytest.mark.django_db
def test_a_table_that_a_newer_version_brings_is_there_at_once(folder) -> None:
    assert _open_data() != UNCHANGED
    assert _open_data() == UNCHANGED
    made = open_data.current()
    del made["files"]["targets.csv"]
    (folder / open_data.CURRENT).write_text(json.dumps(made))
    assert _open_data() != UNCHANGED
    assert "targets.csv" in open_data.current()["files"]


@pytest.mark.django_db
def test_every_column_of_every_table_is_in_the_dictionary(folder, client: Client) -> None:
    write_open_data()
    explained = {(row["dataset"], row["column"]) for row in table(client, "data-dictionary.csv")}
    for dataset in open_data.datasets():
        answer = client.get(f"/open-data/{dataset.name}.csv")
        head = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()[0].split(",")
        assert {(dataset.name, name) for name in head} <= explained
    assert all(row["about_zh"] and row["about_en"] for row in table(client, "data-dictionary.csv"))


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["current.json", "secret.csv", "..%2F..%2Fportal.sqlite3", "policies.csv%00"])
def test_no_other_file_comes_out(folder, client: Client, name: str) -> None:
    write_open_data()
    (folder / "secret.csv").write_text("canary")
    (folder / "open-data" / clock.today().isoformat() / "secret.csv").write_text("canary")
    assert client.get(f"/open-data/{name}").status_code == 404


@pytest.mark.django_db
def test_a_week_of_nights_is_kept_and_the_newest_is_shown(folder, client: Client) -> None:
    for day in range(1, 12):
        with clock.at(datetime(2026, 11, day, 2, 30)):
            write_open_data()
            write_open_data()
    nights = sorted(path.name for path in (folder / "open-data").iterdir() if path.is_dir())
    assert nights == [f"2026-11-{day:02}" for day in range(5, 12)]
    assert "11 November 2026" in client.get("/en/data/").content.decode()


@pytest.mark.django_db
def test_before_the_first_night_the_page_says_when_it_is(folder, client: Client) -> None:
    assert "The first tables are written tonight" in client.get("/en/data/").content.decode()
    assert client.get("/open-data/policies.csv").status_code == 404


def test_the_folder_is_not_the_one_of_private_files() -> None:
    places = {name: store["OPTIONS"]["location"] for name, store in settings.STORAGES.items() if "OPTIONS" in store}
    assert not places["attachments"].startswith(places["open_data"])


@pytest.mark.django_db
def test_prepare_writes_the_first_tables_once(folder) -> None:
    from portal.core.management.commands.prepare import UNCHANGED, _open_data

    assert _open_data() != UNCHANGED
    assert _open_data() == UNCHANGED
