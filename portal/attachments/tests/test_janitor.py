import os
from datetime import timedelta

from portal.attachments.janitor import remove_orphans
from portal.attachments.tasks import tidy
from portal.core import clock

OURS = "ab/cd/" + "abcd" + "0" * 28


def put(files, name: str, *, hours: float) -> None:
    path = files / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"%PDF")
    then = (clock.now() - timedelta(hours=hours)).timestamp()
    os.utime(path, (then, then))


def test_what_no_row_knows_goes_after_an_hour(files, kept, pending):
    put(files, pending.storage_name, hours=5)
    put(files, OURS, hours=1.1)
    put(files, OURS.replace("00", "11"), hours=0.9)
    assert tidy() == 1
    assert kept() == sorted([files / pending.storage_name, files / OURS.replace("00", "11")])


def test_what_is_not_named_like_ours_is_somebody_elses(db, files, kept):
    for name in ("logo.png", "ab/notes.txt", "ab/cd/readme", "import/2026/data.csv", "xy/zz/" + "0" * 32):
        put(files, name, hours=50)
    assert tidy() == 0
    assert len(kept()) == 5


def test_many_files_need_few_questions(db, files, kept, django_assert_num_queries):
    for number in range(501):
        put(files, f"{number % 256:02x}/00/{number:032x}", hours=2)
    with django_assert_num_queries(2):
        assert remove_orphans() == 501
    assert kept() == []


def test_a_store_that_is_not_there_yet_is_tidy(db, files):
    assert remove_orphans() == 0
