"""Names and codes in part only."""


def masked_name(name: str) -> str:
    """Enough to compare with a paper in the hand, too little to learn who applied: the first two and last two."""
    name = name.strip()
    if len(name) <= 4:
        return f"{name[:1]}{'＊' * 3}"
    return f"{name[:2]}{'＊' * min(len(name) - 4, 6)}{name[-2:]}"
