"""Days and limits in words."""

from datetime import UTC, date, datetime

import pytest
from django.utils import timezone, translation

from portal.core.dates import by_text, day_text, moment_text, number_of

MONDAY = date(2026, 11, 30)


@pytest.mark.parametrize(
    ("language", "text"), [("zh-hans", "2026年11月30日（星期一）"), ("en", "Monday 30 November 2026")]
)
def test_a_day_carries_its_weekday(language, text):
    with translation.override(language):
        assert day_text(MONDAY) == text


def test_every_weekday_has_its_chinese_name():
    with translation.override("zh-hans"):
        names = [day_text(date(2026, 11, 30 - back))[-2] for back in range(6, -1, -1)]
    assert "".join(names) == "二三四五六日一"


@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Asia/Shanghai"])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_moment_is_told_in_shanghais_time_wherever_the_reader_is(zone, language):
    with translation.override(language), timezone.override(zone):
        text = moment_text(datetime(2026, 12, 31, 16, 5, tzinfo=UTC))
    assert "2027" in text
    assert "00:05" in text


@pytest.mark.parametrize(
    ("language", "n", "unit", "text"),
    [
        ("en", 1, "workday", "1 working day"),
        ("en", 5, "workday", "5 working days"),
        ("en", 1, "day", "1 calendar day"),
        ("en", 7, "day", "7 calendar days"),
        ("en", 6, "month", "6 months"),
        ("en", 1, "year", "1 year"),
        ("zh-hans", 5, "workday", "5 个工作日"),
        ("zh-hans", 7, "day", "7 个自然日"),
        ("zh-hans", 6, "month", "6 个月"),
        ("zh-hans", 1, "year", "1 年"),
    ],
)
def test_so_many_units_of_time(language, n, unit, text):
    with translation.override(language):
        assert number_of(n, unit) == text


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_limit_says_whether_it_may_still_move(language):
    with translation.override(language):
        certain, provisional = by_text(MONDAY, False), by_text(MONDAY, True)
        assert day_text(MONDAY) in certain
    assert provisional.startswith(certain)
    assert {"zh-hans": "暂定", "en": "provisional"}[language] in provisional
