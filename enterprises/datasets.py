"""What of the enterprises goes into the open data: counts only, never an enterprise."""

from enterprises.registry import open_rows
from portal.core.open_data import Column, Dataset

MARKET_ENTITIES = Dataset(
    "market-entities", "数字贸易市场主体（本平台登记）", "Market entities of digital trade (this portal’s registry)",
    (
        Column("on", "date", "统计日期", "day on which they are counted"),
        Column("district", "text", "区（市）代码", "code of the district"),
        Column("category", "text", "数字贸易类别代码，空为全部类别；一家主体可属多个类别，不宜相加",
               "code of the trade category, empty for all; one enterprise may be in several, so they don’t add up"),
        Column("count", "number", "主体数", "enterprises"),
        Column("is_demo", "yes/no", "示例数据，不作为统计依据", "demo data, no statistics"),
    ),
    open_rows,
)  # fmt: skip
