"""What is sealed opens with its own key and for its own place only."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from portal.core import sealing
from portal.core.sealing import Unopened, keyed_digest, new_key, seal, unseal

NUMBER, PLACE = "6222000011112222", "enterprises.bankaccount.number:7"


@pytest.fixture
def ring(settings):
    """Two keys, the newer one first."""
    settings.FIELD_KEYS = [new_key(), new_key()]
    return settings


def test_it_opens_again_and_shows_nothing_meanwhile(ring):
    sealed = seal(NUMBER, PLACE)
    assert NUMBER not in sealed
    assert unseal(sealed, PLACE) == NUMBER


def test_the_same_value_looks_different_each_time(ring):
    assert seal(NUMBER, PLACE) != seal(NUMBER, PLACE)


def test_chinese_and_nothing_at_all(ring):
    assert [unseal(seal(text, PLACE), PLACE) for text in ("青岛示例软件有限公司", "")] == ["青岛示例软件有限公司", ""]


def test_a_value_moved_to_another_row_does_not_open(ring):
    with pytest.raises(Unopened):
        unseal(seal(NUMBER, PLACE), "enterprises.bankaccount.number:8")


@pytest.mark.parametrize("place", [0, 5, 20, -1])
def test_a_character_changed_does_not_open(ring, place):
    characters = list(seal(NUMBER, PLACE))
    # The last character of base64 may carry bits that count for nothing; the one before it never does.
    place = place if place >= 0 else len(characters) - 4
    characters[place] = "A" if characters[place] != "A" else "B"
    with pytest.raises(Unopened):
        unseal("".join(characters), PLACE)


@pytest.mark.parametrize("sealed", ["", "1", "1..", "1.abc.def", NUMBER, "2.0.0"])
def test_what_was_never_sealed_does_not_open(ring, sealed):
    with pytest.raises(Unopened):
        unseal(sealed, PLACE)


def test_a_wrong_key_is_an_error(ring):
    sealed = seal(NUMBER, PLACE)
    ring.FIELD_KEYS = [new_key()]
    with pytest.raises(Unopened, match="no key"):
        unseal(sealed, PLACE)


def test_a_new_key_in_front_seals_and_the_old_one_still_opens(ring):
    old, digest = seal(NUMBER, PLACE), keyed_digest(NUMBER, "account")
    ring.FIELD_KEYS = [new_key(), *ring.FIELD_KEYS]
    assert unseal(old, PLACE) == NUMBER
    assert not sealing.is_newest(old)
    assert sealing.is_newest(seal(NUMBER, PLACE))
    # Otherwise nothing that was kept before could be found again.
    assert keyed_digest(NUMBER, "account") == digest


def test_a_digest_depends_on_value_purpose_and_key(ring):
    first = keyed_digest(NUMBER, "account")
    assert first == keyed_digest(NUMBER, "account")
    others = {keyed_digest("6222000011112223", "account"), keyed_digest(NUMBER, "signature")}
    ring.FIELD_KEYS = [new_key()]
    assert len({first, *others, keyed_digest(NUMBER, "account")}) == 4
    assert len(first) == 64


@pytest.mark.parametrize(
    ("keys", "reason"),
    [([], "none"), (["short"], "key 1"), ([new_key(), "x" * 43], "key 2"), (["QUJD"], "3 bytes")],
)
def test_a_ring_that_is_none_is_named_without_its_keys(settings, keys, reason):
    settings.FIELD_KEYS = keys
    with pytest.raises(ImproperlyConfigured, match=reason):
        seal(NUMBER, PLACE)


def test_the_same_key_twice_is_a_mistake(settings):
    settings.FIELD_KEYS = [new_key()] * 2
    with pytest.raises(ImproperlyConfigured, match="twice"):
        seal(NUMBER, PLACE)
