"""What makes each invented document different from the others: a street, a house number, goods, an amount.

Some goods stand in one document out of ten and most in a few of 20,000, as words in a language do; a street has
hardly any document. All names are put together by chance.
"""

import random
from itertools import accumulate

FIRST = "澄渊霁岚沐珩翊栩菡霖颂骁屿汀湄渡浔濯漪漱潼灏煦璟"
SECOND = "栎桐榆槿樟槐柏棠梓楠枫荻芷蘅葵蓼薇苇茗荷莲菱蒲藻"
STREETS = ("路", "街", "巷", "大道")
MAKES = ("智能", "便携", "工业", "船用", "医用", "车载", "户外", "家用", "水下", "精密", "节能", "微型", "高温", "防爆")
GOODS = (
    "传感器", "显微镜", "投影仪", "净水机", "电动车", "缝纫机", "充电桩", "无人艇", "集装箱", "渔网", "轮胎", "假发",
    "钢琴", "瓷器", "啤酒", "海带", "牡蛎", "滑雪板", "望远镜", "发电机", "起重机", "冷柜", "耳机", "键盘", "地毯",
    "雨伞", "灯具", "拉链", "茶具", "帐篷",
)  # fmt: skip
ENGLISH = ("Zh", "X", "Q", "Ch", "L", "M", "H", "Y")
ENDINGS = ("ang", "iao", "ing", "uan", "eng", "ou", "ian", "ui")


class Details:
    """Draws by frequency: the n-th of the goods is named 1/n times as often as the first."""

    def __init__(self, draw: random.Random) -> None:
        self.draw = draw
        # Always in the same order of frequency, whatever the seed.
        self.goods = [make + thing for make in MAKES for thing in GOODS]
        random.Random(7).shuffle(self.goods)
        self.shares = list(accumulate(1 / rank for rank in range(1, len(self.goods) + 1)))

    def pair(self) -> tuple[str, str]:
        """A sentence in Chinese and one in English."""
        draw = self.draw
        first, second = draw.choices(self.goods, cum_weights=self.shares, k=2)
        street = draw.choice(FIRST) + draw.choice(SECOND) + draw.choice(STREETS)
        road = "".join(draw.choice(ENGLISH) + draw.choice(ENDINGS) for _part in range(2)).capitalize()
        house, amount = draw.randint(1, 990), draw.randint(10_000, 999_999)
        zh = f"受理窗口设在{street}{house}号，适用于{first}和{second}，总额{amount}元。"
        return zh, f"The counter is at {house} {road} Road; CNY {amount} in total."
