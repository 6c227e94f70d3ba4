"""Tidies the store: files that no row knows, left behind by a killed process or by a transaction that failed."""

import logging
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice

from django.core.files.storage import Storage

from portal.attachments.actions import storage
from portal.attachments.models import Attachment
from portal.core import clock

ORPHAN_AGE = timedelta(hours=1)
BATCH = 500
# Our own names only: whatever else lies in the folder belongs to somebody.
SHARD = re.compile(r"[0-9a-f]{2}")
NAME = re.compile(r"[0-9a-f]{32}")
logger = logging.getLogger(__name__)


def remove_orphans(before: datetime | None = None) -> int:
    """Delete the files that no row knows and that are older than an hour; how many. One query for 500 files."""
    limit = before or clock.now() - ORPHAN_AGE
    place = storage()
    old = (path for path in _files(place) if place.get_modified_time(path) < limit)
    removed = 0
    while batch := list(islice(old, BATCH)):
        known = set(Attachment.objects.filter(storage_name__in=batch).values_list("storage_name", flat=True))
        for path in (path for path in batch if path not in known):
            place.delete(path)
            removed += 1
    if removed:
        logger.warning("removed %s files that no row knew", removed)
    return removed


def _files(place: Storage) -> Iterator[str]:
    for first in _folders(place, ""):
        for second in _folders(place, first):
            folder = f"{first}/{second}"
            yield from (f"{folder}/{name}" for name in place.listdir(folder)[1] if NAME.fullmatch(name))


def _folders(place: Storage, folder: str) -> list[str]:
    try:
        folders, _files = place.listdir(folder)
    except FileNotFoundError:
        return []
    return sorted(name for name in folders if SHARD.fullmatch(name))
