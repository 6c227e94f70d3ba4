"""Loads the worked examples of measures (shape of data/examples.yaml). Each is run first: one that fails is refused.

`common_facts` are answers that every example shares; an example's own answers win.
"""

from typing import Any

from policies.editing.examples import Example, run
from policies.editing.versions import last_version
from policies.loaders.library import named
from policies.loaders.reading import Entry, plain
from policies.loaders.versions import remember_version
from policies.models import Measure, Revision
from policies.rulebook import rule_set
from policies.rules import FactsError, RuleSet, Verdict
from policies.rules.facts import Facts
from portal.core.loading import Document, Report, loader

KEYS = ("measure", "zh", "en", "facts", "usd_cny", "expect", "expect_cny")


@loader("worked examples", keys={"examples"})
def load_examples(document: Document) -> Report:
    root, report = Entry(document), Report()
    root.only("examples", "common_facts")
    document.need(("examples",), list)
    shared = plain(root.inner("common_facts").data) if root.has("common_facts") else {}
    found: dict[int, tuple[Measure, list[dict[str, Any]]]] = {}
    for entry in root.entries("examples"):
        entry.only(*KEYS)
        measure = named(entry, "measure", Measure, entry.text("measure"))
        example = _example(entry, measure, shared)
        _prove(entry, measure, example)
        found.setdefault(measure.pk, (measure, []))[1].append(example.as_json())
    for measure, examples in found.values():
        _keep(report, measure, examples)
    return report


def _example(entry: Entry, measure: Measure, shared: dict[str, Any]) -> Example:
    texts = entry.pair("title")
    return Example(
        **texts,
        facts=_facts(entry, rule_set(measure), shared | plain(entry.inner("facts").data)),
        verdict=_verdict(entry),
        amount_cny=entry.number("expect_cny", 0) if entry.has("expect_cny") else None,
        usd_cny=entry.number("usd_cny", 0) if entry.has("usd_cny") else None,
    )


def _verdict(entry: Entry) -> Verdict:
    """Without `expect` all conditions are met."""
    text = entry.text("expect") if entry.has("expect") else str(Verdict.MET)
    if text not in list(Verdict):
        entry.fail("expect", f"“expect” is one of {', '.join(Verdict)}")
    return Verdict(text)


def _facts(entry: Entry, rules: RuleSet, given: dict[str, Any]) -> dict[str, Any]:
    """Only what the measure asks: a shared answer that it does not ask for is left out, another is a slip."""
    asked = set(rules.asked_codes)
    for code in entry.data["facts"]:
        if code not in asked:
            entry.inner("facts").fail(code, f"the measure does not ask for “{code}”")
    wanted = {code: value for code, value in given.items() if code in asked and value is not None}
    try:
        checked = Facts(rules.vocabulary, wanted).values
    except FactsError as error:
        field, sentence = next(iter(error.errors.items()))
        entry.fail("facts", f"{field}: {sentence}")
        raise
    return {code: list(value) if isinstance(value, tuple) else value for code, value in checked.items()}


def _prove(entry: Entry, measure: Measure, example: Example) -> None:
    outcome = run(rule_set(measure), example, usd_cny=measure.usd_cny)
    if not outcome.fits:
        reasons = "; ".join(outcome.reasons)
        entry.fail(None, f"the example does not hold: expected {outcome.expected}, found {outcome.found} {reasons}")


def _keep(report: Report, measure: Measure, examples: list[dict[str, Any]]) -> None:
    if measure.examples == examples:
        report.count("kept", "worked examples")
        return
    begun = not measure.examples
    measure.examples = examples
    measure.save(update_fields=["examples", "updated_at"])
    report.count("created" if begun else "changed", "worked examples")
    last = last_version(measure)
    if begun and last is not None and not last.content.get("examples"):
        # The measure's file came a moment before: its version is not whole without the examples.
        Revision.objects.filter(pk=last.pk).update(content=last.content | {"examples": examples})
    else:
        remember_version(measure)
