"""Open data: tables that everybody may take away, written each night as CSV and JSON with a dictionary of columns.

A service names its tables when it starts (`register`). The files of one night lie together in a folder of its date;
`current.json` names the folder that is complete, so that a reader never gets half a night.
"""

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import chain
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages
from django.db import transaction

from portal.core import clock
from portal.core.sheets import disarmed

FOLDER = "open-data"
CURRENT = f"{FOLDER}/current.json"
KEPT_NIGHTS = 7
NAME = re.compile(r"[a-z][a-z-]{1,40}\.(csv|json)")
TYPES = {"csv": "text/csv; charset=utf-8", "json": "application/json"}


@dataclass(frozen=True)
class Column:
    """`kind`: text, number, date, moment, yes/no, list or rules; a list is joined by “;” in CSV, rules are JSON."""

    name: str
    kind: str
    about_zh: str
    about_en: str
    unit: str = ""


@dataclass(frozen=True)
class Dataset:
    """`rows()` gives mappings with the columns' names; it is read once, in one transaction."""

    name: str
    title_zh: str
    title_en: str
    columns: tuple[Column, ...]
    rows: Callable[[], Iterable[Mapping[str, Any]]]


_datasets: dict[str, Dataset] = {}


def register(dataset: Dataset) -> None:
    _datasets[dataset.name] = dataset


def datasets() -> Iterator[Dataset]:
    return iter(tuple(_datasets.values()))


def storage() -> Storage:
    return storages["open_data"]


def dump() -> dict[str, Any]:
    """Write all tables of today; running it again writes them anew. The manifest that `current` then gives."""
    folder = f"{FOLDER}/{clock.today():%Y-%m-%d}"
    made: dict[str, Any] = {"folder": folder, "at": clock.now().isoformat(timespec="minutes"), "files": {}}
    with transaction.atomic():
        for dataset in datasets():
            rows = [_row(dataset, row) for row in dataset.rows()]
            for kind, write in (("csv", _csv), ("json", _json)):
                made["files"][f"{dataset.name}.{kind}"] = _save(folder, f"{dataset.name}.{kind}", write(dataset, rows))
            made["files"][f"{dataset.name}.csv"]["rows"] = len(rows)
    made["files"]["data-dictionary.csv"] = _save(folder, "data-dictionary.csv", _dictionary_csv())
    made["files"]["data-dictionary.json"] = _save(folder, "data-dictionary.json", _dictionary_json())
    _overwrite(CURRENT, json.dumps(made).encode())
    _forget_old(folder)
    return made


def current() -> dict[str, Any]:
    """What the newest complete night holds; empty before the first."""
    try:
        with storage().open(CURRENT) as file:
            return json.loads(file.read())
    except (FileNotFoundError, ValueError):
        return {}


def open_file(name: str) -> tuple[Any, str] | None:
    """A file of the newest night with its media type; None for any other name."""
    made = current()
    if not NAME.fullmatch(name) or name not in made.get("files", {}):
        return None
    try:
        return storage().open(f"{made['folder']}/{name}"), TYPES[name.rpartition(".")[2]]
    except FileNotFoundError:
        return None


def _row(dataset: Dataset, row: Mapping[str, Any]) -> list[Any]:
    return [_plain(row.get(column.name)) for column in dataset.columns]


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value


def _cell(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return disarmed(";".join(str(part) for part in value))
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else disarmed(value)


def _table(rows: Iterable[Iterable[Any]]) -> bytes:
    """With the mark that makes Excel read it as UTF-8."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows([_cell(value) for value in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _csv(dataset: Dataset, rows: list[list[Any]]) -> bytes:
    return _table(chain([[column.name for column in dataset.columns]], rows))


def _json(dataset: Dataset, rows: list[list[Any]]) -> bytes:
    names = [column.name for column in dataset.columns]
    whole = {
        "dataset": dataset.name,
        "title_zh": dataset.title_zh,
        "title_en": dataset.title_en,
        "made_at": clock.now().isoformat(timespec="minutes"),
        "source": settings.SITE_URL,
        "rows": [dict(zip(names, row, strict=True)) for row in rows],
    }
    return json.dumps(whole, ensure_ascii=False).encode()


def _dictionary_csv() -> bytes:
    head = ["dataset", "column", "kind", "unit", "about_zh", "about_en"]
    lines = (
        [one.name, column.name, column.kind, column.unit, column.about_zh, column.about_en]
        for one in datasets()
        for column in one.columns
    )
    return _table(chain([head], lines))


def _dictionary_json() -> bytes:
    found = {
        one.name: {
            "title_zh": one.title_zh,
            "title_en": one.title_en,
            "columns": [vars(column) for column in one.columns],
        }
        for one in datasets()
    }
    return json.dumps(found, ensure_ascii=False).encode()


def _save(folder: str, name: str, content: bytes) -> dict[str, Any]:
    _overwrite(f"{folder}/{name}", content)
    return {"bytes": len(content)}


def _overwrite(path: str, content: bytes) -> None:
    place = storage()
    if place.exists(path):
        place.delete(path)
    place.save(path, ContentFile(content))


def _forget_old(newest: str) -> None:
    """Keep the last nights: someone may be in the middle of a download."""
    place = storage()
    nights = sorted(place.listdir(FOLDER)[0])
    for night in nights[:-KEPT_NIGHTS]:
        for name in place.listdir(f"{FOLDER}/{night}")[1]:
            place.delete(f"{FOLDER}/{night}/{name}")
        place.delete(f"{FOLDER}/{night}")
