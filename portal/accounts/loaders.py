"""Loads the divisions of the city (shape of divisions.yaml) and their commerce authorities."""

from portal.accounts.enums import AUDITOR, BUREAU, FINANCE, UnitKind
from portal.accounts.models import District, Unit
from portal.core.loading import Document, Report, loader, upsert

# The bureaus that act in the process; windows and phones are supplied by the operator.
BUREAUS = (
    (BUREAU, UnitKind.BUREAU, "青岛市商务局", "Qingdao Bureau of Commerce"),
    (FINANCE, UnitKind.BUREAU, "青岛市财政局", "Qingdao Finance Bureau"),
    (AUDITOR, UnitKind.EXTERNAL, "第三方审计机构", "Third-party auditor"),
)


@loader("divisions", keys={"city", "districts"})
def load_divisions(document: Document) -> Report:
    report = Report()
    city = document.need(("city",), dict)
    for key in ("code", "zh", "en"):
        document.need(("city", key), str)
    upsert(report, District, {"code": city["code"]}, {"name_zh": city["zh"], "name_en": city["en"]})
    for number, entry in enumerate(document.need(("districts",), list)):
        _load_district(document, report, ("districts", number), entry)
    for code, name in (document.data.get("retired_codes") or {}).items():
        upsert(report, District, {"code": str(code)}, {"name_zh": name, "name_en": "", "is_retired": True})
    for number, entry in enumerate(document.data.get("functional_zones") or []):
        _load_zone(document, report, ("functional_zones", number), entry)
    for code, kind, zh, en in BUREAUS:
        upsert(report, Unit, {"code": code}, {"kind": kind, "name_zh": zh, "name_en": en})
    return report


def _load_district(document: Document, report: Report, path: tuple[str, int], entry: dict[str, str]) -> None:
    for key in ("code", "zh", "en"):
        document.need((*path, key), str)
    code = entry["code"]
    if not (code.isdigit() and len(code) == 6):
        document.fail((*path, "code"), f"a division code of GB/T 2260 has six digits, not “{code}”")
    upsert(
        report,
        District,
        {"code": code},
        {
            "name_zh": entry["zh"],
            "name_en": entry["en"],
            "also_zh": entry.get("also_zh", ""),
            "also_en": entry.get("also_en", ""),
        },
        where=(document, path),
    )
    unit = {"name_zh": f"{entry['zh']}商务局", "name_en": f"{entry['en']} Commerce Bureau"}
    upsert(report, Unit, {"code": code}, {"kind": UnitKind.DISTRICT, "division_code": code, **unit})


def _load_zone(document: Document, report: Report, path: tuple[str, int], entry: dict[str, str]) -> None:
    for key in ("key", "zh", "en", "in"):
        document.need((*path, key), str)
    within = District.objects.filter(code=entry["in"]).first()
    if within is None:
        document.fail((*path, "in"), f"no district “{entry['in']}” stands in this file")
    values = {"name_zh": entry["zh"], "name_en": entry["en"], "is_zone": True, "within": within}
    upsert(report, District, {"code": entry["key"]}, values, where=(document, path))


@loader("departments", keys={"departments"})
def load_departments(document: Document) -> Report:
    """The departments that the bureau consults about a case: which they are is the operator's to say."""
    report = Report()
    for number, entry in enumerate(document.need(("departments",), list)):
        path = ("departments", number)
        for key in ("code", "zh", "en"):
            document.need((*path, key), str)
        if Unit.objects.filter(code=entry["code"]).exclude(kind=UnitKind.BUREAU).exists():
            document.fail((*path, "code"), f"“{entry['code']}” is a unit of another kind")
        values = {"kind": UnitKind.BUREAU, "name_zh": entry["zh"], "name_en": entry["en"]}
        upsert(report, Unit, {"code": entry["code"]}, values, where=(document, path))
    return report
