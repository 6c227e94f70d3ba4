import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import storages

from portal.accounts.models import User
from portal.attachments import access
from portal.attachments.actions import store
from portal.attachments.enums import ScanState
from portal.attachments.models import Attachment
from portal.attachments.tests.samples import upload


@pytest.fixture
def files() -> Iterator[Path]:
    """The folder of the files, empty before and after."""
    place = Path(storages["attachments"].location)
    shutil.rmtree(place, ignore_errors=True)
    yield place
    shutil.rmtree(place, ignore_errors=True)


@pytest.fixture
def kept(files: Path) -> Callable[[], list[Path]]:
    """What lies in the store at the moment."""
    return lambda: sorted(path for path in files.rglob("*") if path.is_file())


@pytest.fixture
def owner(db: None) -> User:
    return User.objects.create_user("owner@example.test", name="王宁")


@pytest.fixture
def stranger(db: None) -> User:
    return User.objects.create_user("stranger@example.test", name="李红")


@pytest.fixture
def pending(owner: User, files: Path) -> Attachment:
    return store(upload(), owner=owner, purpose="D05")


@pytest.fixture
def clean(pending: Attachment) -> Attachment:
    Attachment.objects.filter(pk=pending.pk).update(state=ScanState.CLEAN)
    pending.refresh_from_db()
    return pending


@pytest.fixture
def rules() -> Iterator[list[Any]]:
    """The register of those who know who may read; as it was, afterwards."""
    before = access.registered[:]
    access.registered.clear()
    yield access.registered
    access.registered[:] = before
