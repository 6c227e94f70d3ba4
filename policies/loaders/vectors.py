"""Proves the measures in the database against expected results (shape of subsidy_vectors.yaml). Saves nothing."""

from decimal import Decimal

from policies.loaders.library import named
from policies.loaders.reading import Entry, plain
from policies.models import Measure
from policies.rulebook import rule_set
from policies.rules import FactsError, Result, Verdict, evaluate
from portal.core.loading import Document, Report, loader

VERDICTS = {"ineligible": Verdict.NOT_MET, **{str(one): one for one in Verdict}}


@loader("subsidy vectors", keys={"vectors"})
def verify_vectors(document: Document) -> Report:
    root, report = Entry(document), Report()
    root.only("usd_cny", "vectors")
    document.need(("vectors",), list)
    rate = root.number("usd_cny") if root.has("usd_cny") else None
    for entry in root.entries("vectors"):
        entry.only("measure", "facts", "expect_cny", "expect", "because")
        _verify(entry, _result(entry, rate))
        report.count("kept", "vector")
    return report


def _result(entry: Entry, rate: Decimal | None) -> Result:
    measure = named(entry, "measure", Measure, entry.text("measure"))
    facts = plain(entry.inner("facts").data)
    try:
        return evaluate(rule_set(measure), facts, usd_cny=rate or measure.usd_cny)
    except FactsError as error:
        field, sentence = next(iter(error.errors.items()))
        entry.inner("facts").fail(field, f"{field}: {sentence}")
        raise


def _verify(entry: Entry, result: Result) -> None:
    if not (entry.has("expect") or entry.has("expect_cny")):
        entry.fail(None, "neither “expect” nor “expect_cny” says what should come out")
    if entry.has("expect"):
        expected = VERDICTS.get(entry.text("expect"))
        if expected is None:
            entry.fail("expect", f"“expect” is one of {', '.join(VERDICTS)}")
        if result.verdict != expected:
            entry.fail("expect", f"the vector does not hold: the verdict is {result.verdict}")
    if entry.has("expect_cny") and result.amount_cny != entry.number("expect_cny"):
        found = "no amount" if result.amount_cny is None else f"CNY {result.amount_cny}"
        entry.fail("expect_cny", f"the vector does not hold: the rules give {found} (verdict {result.verdict})")
    _verify_reason(entry, result)


def _verify_reason(entry: Entry, result: Result) -> None:
    """`because` names a condition that is not met, or says that the ceiling decided; other words explain."""
    reason = entry.text("because", required=False)
    fields = {condition.field: condition.verdict for condition in result.conditions}
    if reason in fields and fields[reason] != Verdict.NOT_MET:
        entry.fail("because", f"the vector does not hold: {reason} is {fields[reason]}")
    if reason == "cap" and not any(step.kind == "ceiling" and not step.within for step in result.steps):
        entry.fail("because", "the vector does not hold: no ceiling changes the amount")
