"""docs/workflows.md: each flow's table of steps as a drawing and as a table, in English."""

from collections.abc import Iterable
from typing import Any

from django.utils import translation

from portal.accounts.enums import Role
from portal.reviews.flow import Flow, Limit, Step, flows

HEAD = """# Workflows

Generated from the tables of steps (`workflow.py` of each service) by `manage.py write_workflows`; a test fails
when this page is stale. A step without a person is taken by the clock. Limits come from the process table.
"""


def workflows() -> str:
    """The whole page."""
    with translation.override("en"):
        return "\n".join([HEAD, *(_flow(flow) for flow in flows.values())])


def _flow(flow: Flow) -> str:
    lines = [f"## {flow.name.capitalize()}", "", "```mermaid", "stateDiagram-v2"]
    for name, step in flow.steps.items():
        lines += [f"    {source} --> {step.target}: {name}" for source in step.sources]
    lines += ["```", "", "| step | from | to | by | next desk | within | what else |", "|---|---|---|---|---|---|---|"]
    lines += [_row(name, step) for name, step in flow.steps.items()]
    return "\n".join(lines) + "\n"


def _row(name: str, step: Step) -> str:
    cells = (
        f"`{name}`: {step.label}",
        ", ".join(f"`{source}`" for source in step.sources),
        f"`{step.target}`",
        _who(step.allowed),
        _desk(step),
        _limit(step.within),
        "; ".join(_else(step)),
    )
    return "| " + " | ".join(cells) + " |"


def _who(allowed: Any) -> str:
    if allowed is None:
        return "the clock"
    # A bar would end the cell; the predicates' names are read as words.
    words = allowed.name.replace("|", "or").replace("&", "and").replace("case_mgr", "division")
    return words.replace("_", " ").replace("(", "").replace(")", "")


def _desk(step: Step) -> str:
    if step.desk is None:
        return "none: the case is final"
    if isinstance(step.desk, Role):
        return str(step.desk.label)
    return step.desk.__name__.strip("_").replace("_", " ")


def _limit(within: Any) -> str:
    """A limit that a case can set for itself is shown as it usually is."""
    again = not isinstance(within, Limit) and hasattr(getattr(within, "usual", None), "usual")
    while hasattr(within, "usual"):
        within = within.usual
    if not isinstance(within, Limit):
        return "" if within is None else within.__name__.strip("_").replace("_", " ")
    return (
        f"{within.n} {within.unit}{'s' if within.n != 1 else ''} ({within.kind}){', or what was left' if again else ''}"
    )


def _else(step: Step) -> Iterable[str]:
    if step.comment:
        yield "needs a reason"
    if step.guards:
        yield "only if " + ", ".join(guard.__name__.replace("_", " ") for guard in step.guards)
    if step.on_due:
        yield f"when the time is over: `{step.on_due}`"
    if not step.visible:
        yield "the applicant is not told"
