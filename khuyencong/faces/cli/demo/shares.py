"""Dividing whole numbers so that they sum, and days so that offices are open."""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from khuyencong.core.money import Dong, allocate
from khuyencong.core.working_days import is_working_day

MILLION = 1_000_000


def million(amount: int) -> Dong:
    """Return ``amount`` triệu in đồng."""
    return Dong(amount * MILLION)


def portions(total: int, weights: Sequence[int], step: int = 1) -> list[int]:
    """Divide ``total`` in proportion to ``weights``, in multiples of ``step``; the largest takes what is left over."""
    parts = [part * step for part in allocate(Dong(total // step), weights)]
    parts[parts.index(max(parts))] += total % step
    return parts


def uneven(total: int, count: int, rng: Random, step: int = 5) -> list[int]:
    """Divide ``total`` into ``count`` parts that differ by some twenty per cent."""
    return portions(total, [rng.randrange(90, 111) for _ in range(count)], step)


def spread(count: int, keys: Sequence[str], offset: int = 0) -> dict[str, int]:
    """Deal ``count`` things out to ``keys`` in turn, beginning at ``offset``."""
    dealt = dict.fromkeys(keys, 0)
    for turn in range(count):
        dealt[keys[(offset + turn) % len(keys)]] += 1
    return dealt


def working_day(day: date) -> date:
    """Return ``day``, or the last working day before it."""
    while not is_working_day(day):
        day -= timedelta(days=1)
    return day


def day_in(rng: Random, first: date, last: date) -> date:
    """Return a working day from ``first`` to ``last``; ``last`` itself when none is in between."""
    if last <= first:
        return working_day(last)
    day = working_day(first + timedelta(days=rng.randrange((last - first).days + 1)))
    return day if day >= first else working_day(last)
