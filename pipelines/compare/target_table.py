"""The targets of several plans beside each other: one row an indicator, one column a plan."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.compare.indicators import Indicator, load_indicators
from pipelines.compare.quantities import Quantity, quantities
from storage.models import Plan


@dataclass(frozen=True, slots=True)
class Row:
    """What each plan sets for one indicator; `highest` and `lowest` are quantities that are in the same measure."""

    indicator: Indicator
    cells: tuple[tuple[Quantity, ...], ...]  # parallel to the plans
    highest: frozenset[Quantity]
    lowest: frozenset[Quantity]


def target_table(plan: Plan, others: Sequence[Plan]) -> list[Row]:
    """The indicators of `plan` in its own order, then those that at least two of `others` have and it has not."""
    table = load_indicators()
    columns = [quantities(each, table) for each in (plan, *others)]
    rows: dict[str, list[tuple[int, Quantity]]] = defaultdict(list)
    for column, found in enumerate(columns):
        for quantity in found:
            rows[quantity.indicator.id].append((column, quantity))
    shared = [row for row in rows.values() if row[0][0] == 0 or len({column for column, _ in row}) >= 2]
    return [_row(row, len(columns)) for row in sorted(shared, key=lambda row: row[0][0] != 0)]


def _row(found: list[tuple[int, Quantity]], columns: int) -> Row:
    cells = tuple(tuple(quantity for at, quantity in found if at == column) for column in range(columns))
    measure, _ = Counter(quantity.measure for _, quantity in found).most_common(1)[0]
    alike = [quantity for _, quantity in found if quantity.measure == measure]
    values = {quantity.value for quantity in alike}
    differ = len(values) > 1
    return Row(
        indicator=found[0][1].indicator,
        cells=cells,
        highest=frozenset(quantity for quantity in alike if differ and quantity.value == max(values)),
        lowest=frozenset(quantity for quantity in alike if differ and quantity.value == min(values)),
    )
