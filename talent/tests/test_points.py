"""The points: the published vectors, every edge of every band, the limits, and what would lift the class."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from talent.points.answers import AnswersError, read_answers
from talent.points.engine import case_value, cheapest, lifts, points, score, together

TABLE = yaml.safe_load((Path(__file__).resolve().parent.parent / "data" / "talent.yaml").read_text(encoding="utf-8"))[
    "points_table"
]
VECTORS = TABLE["test_vectors"]
NAMES = ("salary", "education", "years", "months", "chinese", "age", "region", "elite", "local")
ENGINEER = {name: VECTORS[0][name] for name in NAMES}


def scored(**changes: Any):
    return score(TABLE, read_answers(ENGINEER | changes, TABLE))


def factor(code: str) -> dict:
    return next(one for one in TABLE["factors"] if one["code"] == code)


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["who"])
def test_the_published_vectors(vector):
    found = score(TABLE, read_answers({name: vector[name] for name in NAMES}, TABLE))
    codes = [one["code"] for one in TABLE["factors"]]
    assert codes == [
        "salary",
        "education",
        "experience",
        "months_per_year",
        "chinese",
        "region",
        "age",
        "elite",
        "local",
    ]
    # The vectors name their parts in the order of the questions, in which age stands before the region.
    order = ("salary", "education", "experience", "months_per_year", "chinese", "age", "region", "elite", "local")
    assert [found.parts[code] for code in order] == vector["parts"]
    assert (found.total, found.permit_class) == (vector["total"], vector["class"])


@pytest.mark.parametrize(
    ("code", "values"),
    [
        ("salary", {"0": 0, "4.99": 0, "5": 5, "7": 8, "14.99": 8, "15": 11, "25": 14, "35": 17, "45": 20}),
        ("age", {"17": 0, "18": 10, "25": 10, "26": 15, "45": 15, "46": 10, "55": 10, "56": 5, "60": 5, "61": 0}),
        ("months_per_year", {"0": 0, "2.9": 0, "3": 5, "5.9": 5, "6": 10, "8.9": 10, "9": 15, "12": 15}),
        ("experience", {"0": 0, "1": 0, "2": 5, "3": 6, "16": 19, "17": 20, "18": 20, "60": 20}),
        ("local", {"0": 0, "7": 7, "10": 10}),
    ],
)  # fmt: skip
def test_the_edges_of_the_bands(code, values):
    assert {value: points(factor(code), Decimal(value)) for value in values} == values


def test_every_case_has_its_points():
    found = {
        (one["code"], case_value(case)): points(one, case_value(case))
        for one in TABLE["factors"]
        for case in one.get("cases", ())
    }
    education = {"doctor": 20, "master": 15, "bachelor": 10, "none": 0}
    chinese = {"former_citizen": 5, "chinese_taught_degree": 5, "hsk5_plus": 5}
    chinese |= {"hsk4": 4, "hsk3": 3, "hsk2": 2, "hsk1": 1, "none": 0}
    region = {"west": 10, "northeast_old_industrial": 10, "poor_county": 10, "other": 0}
    wanted = {"education": education, "chinese": chinese, "region": region}
    assert found == {(code, value): gives for code, cases in wanted.items() for value, gives in cases.items()}


@pytest.mark.parametrize(
    ("total_of", "expected"),
    [
        ({"salary": 4, "education": "none", "years": 2, "chinese": "none"}, (35, "below_B")),
        ({"salary": 7, "education": "bachelor", "years": 8, "chinese": "hsk1"}, (60, "B")),
        ({"salary": 45, "education": "doctor", "years": 12, "chinese": "none"}, (85, "A")),
    ],
)
def test_the_thresholds_belong_to_the_class(total_of, expected):
    found = scored(**total_of)
    assert (found.total, found.permit_class) == expected


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("salary", "viel"), ("salary", -1), ("salary", 320_000), ("salary", True), ("salary", None), ("salary", "NaN"),
        ("salary", "1e999999"), ("education", "professor"), ("education", ["doctor"]), ("years", 2.5), ("years", -1),
        ("months", 13), ("chinese", "HSK4"), ("age", 15), ("age", 111), ("age", "36.5"), ("region", ""),
        ("elite", "yes"),        ("elite", None), ("local", 11), ("local", -1), ("wage", 3),
    ],
)  # fmt: skip
def test_an_answer_out_of_range_is_named_alone(name, value):
    with pytest.raises(AnswersError) as error:
        read_answers(ENGINEER | {name: value}, TABLE)
    assert set(error.value.errors) == {name}


def test_sixty_years_of_work_need_a_long_life():
    assert scored(years=60, age=85).parts["experience"] == 20
    with pytest.raises(AnswersError) as error:
        read_answers(ENGINEER | {"years": 60, "age": 36}, TABLE)
    assert set(error.value.errors) == {"years"}


@given(
    salary=st.decimals(0, 100, places=1), years=st.integers(0, 19),
    chinese=st.sampled_from(["none", "hsk3", "hsk5_plus"]),
    education=st.sampled_from(["none", "bachelor", "master", "doctor"]), elite=st.booleans(), months=st.integers(0, 12),
)  # fmt: skip
def test_whatever_is_said_to_lift_the_class_lifts_it(salary, years, chinese, education, elite, months):
    changes = {
        "salary": salary,
        "years": years,
        "chinese": chinese,
        "education": education,
        "elite": elite,
        "months": months,
    }
    answers = read_answers(ENGINEER | changes, TABLE)
    found = lifts(TABLE, answers)
    asked = {"experience": "years", "months_per_year": "months"}
    for code, missing in score(TABLE, answers).missing.items():
        for chosen in [[one] for one in cheapest(found, missing)] + [together(found, missing)]:
            if chosen:
                better = changes | {asked.get(one.factor, one.factor): one.value for one in chosen}
                # Twenty years of work do not fit into everybody's life; the points are looked at alone.
                raised = score(TABLE, read_answers(ENGINEER | better | {"age": 45}, TABLE))
                assert raised.total >= TABLE["thresholds"][code]


# --- over the API and on the page ---------------------------------------------------------------------

URL = "/api/v1/talent/points/"


def test_the_api_answers_as_published(client: Client, talent):
    answer = client.post(URL, ENGINEER, content_type="application/json", headers={"accept-language": "en"})
    assert answer.status_code == 200
    body = answer.json()
    assert set(body) == {"parts", "total", "class", "table"}
    assert (body["total"], body["class"], sum(body["parts"].values())) == (74, "B", 74)
    assert "外专发〔2017〕40号" in body["table"]


def test_the_api_names_each_wrong_answer(client: Client, talent):
    body = {"salary": "x", "education": "master", "years": 8}
    answer = client.post(URL, body, content_type="application/json")
    assert answer.status_code == 400
    assert set(answer.json()["answers"]) == {"salary", "months", "chinese", "age", "region", "elite"}
    assert client.post(URL, "[1]", content_type="application/json").status_code == 400


@pytest.mark.parametrize(("language", "words"), [("en", "74 points: Class B"), ("zh-hans", "74")])
def test_the_page_shows_points_class_and_ways_up(client: Client, talent, language, words):
    page = client.get(f"/{language}/talent/points/", ENGINEER | {"elite": "no"})
    assert page.status_code == 200
    body = page.content.decode()
    assert words in body
    if language == "en":
        assert "11 are missing" in body
        assert "(+11)" not in body
        assert "Your answers fit" in body


def test_the_page_says_which_answer_is_wrong(client: Client, talent):
    page = client.get("/en/talent/points/", ENGINEER | {"elite": "no", "age": "15"})
    assert page.status_code == 422
    assert page.context["form"].errors == {"age": ["Enter a number from 16 to 110."]}
    empty = client.get("/en/talent/points/", {"salary": ""})
    assert set(empty.context["form"].errors) == {
        "salary",
        "education",
        "years",
        "months",
        "chinese",
        "age",
        "region",
        "elite",
    }
