"""Keys of their own: kept apart, sealed by the ring, rewrapped while they are in use, and gone for good."""

from pathlib import Path
from uuid import uuid4

import pytest

from portal.core import keystore
from portal.core.keystore import KeyGone
from portal.core.sealing import Unopened, new_key, read_keys


@pytest.fixture(autouse=True)
def store(settings, tmp_path: Path) -> Path:
    settings.FIELD_KEYS = [new_key()]
    settings.KEY_STORE = tmp_path / "keys"
    return settings.KEY_STORE


def files(store: Path) -> list[Path]:
    return sorted(path for path in store.rglob("*") if path.is_file() and path.suffix != ".gone")


def test_a_key_is_kept_and_stands_nowhere_in_clear(store: Path):
    name = uuid4()
    key = keystore.create(name)
    assert keystore.load(name) == key
    [file] = files(store)
    assert key not in file.read_bytes()
    assert oct(file.stat().st_mode & 0o777) == "0o600"


def test_no_key_is_written_over():
    name = uuid4()
    key = keystore.create(name)
    with pytest.raises(FileExistsError):
        keystore.create(name)
    assert keystore.load_or_create(name) == key


def test_a_destroyed_key_is_gone(store: Path):
    name = uuid4()
    keystore.create(name)
    assert [keystore.destroy(name), keystore.destroy(name)] == [True, False]
    assert files(store) == []
    for again in (keystore.load, keystore.load_or_create):
        with pytest.raises(KeyGone):
            again(name)
    with pytest.raises(FileExistsError):
        keystore.create(name)
    # What tells, after a backup was restored, that it had been destroyed.
    assert [path.read_bytes() for path in store.rglob("*.gone")] == [b""]
    assert keystore.is_destroyed(name)


def test_the_file_of_another_key_does_not_open(store: Path):
    one, two = uuid4(), uuid4()
    keystore.create(one)
    (store / two.hex[:2]).mkdir(exist_ok=True)
    (store / two.hex[:2] / two.hex).write_bytes((store / one.hex[:2] / one.hex).read_bytes())
    with pytest.raises(Unopened):
        keystore.load(two)


def test_rotation_goes_on_after_a_break_and_the_old_key_can_go(settings, monkeypatch):
    keys = {name: keystore.create(name) for name in [uuid4() for _one in range(20)]}
    [old] = settings.FIELD_KEYS
    settings.FIELD_KEYS = [new_key(), old]
    replace, done = keystore.os.replace, []

    def breaks(*paths):
        if len(done) == 7:
            raise OSError("power cut")
        done.append(paths)
        replace(*paths)

    monkeypatch.setattr(keystore.os, "replace", breaks)
    with pytest.raises(OSError, match="power cut"):
        keystore.rewrap()
    monkeypatch.setattr(keystore.os, "replace", replace)
    # In use meanwhile, half of them old and half new.
    assert {name: keystore.load(name) for name in keys} == keys
    assert [keystore.rewrap(), keystore.rewrap()] == [13, 0]
    settings.FIELD_KEYS = settings.FIELD_KEYS[:1]
    assert {name: keystore.load(name) for name in keys} == keys


def test_rotation_does_not_bring_a_destroyed_key_back(settings, store: Path, monkeypatch):
    name = uuid4()
    keystore.create(name)
    settings.FIELD_KEYS = [new_key(), *settings.FIELD_KEYS]
    paths = list(keystore._files())
    keystore.destroy(name)
    monkeypatch.setattr(keystore, "_files", lambda: iter(paths))
    assert keystore.rewrap() == 0
    assert files(store) == []


def test_the_ring_alone_seals_nothing_twice_the_same(settings):
    assert len(read_keys(settings.FIELD_KEYS)) == 1
    assert len({keystore.create(uuid4()) for _one in range(50)}) == 50
