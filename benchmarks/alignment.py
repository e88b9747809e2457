"""Alignment and findings against the labels of tests/gold/alignment.yaml, beside simple means in the same run.

    python -m benchmarks.alignment

Simple means get the threshold that suits the labels best, chosen afterwards; ours has none to choose.
"""

from __future__ import annotations

import difflib
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from rapidfuzz import fuzz, process
from ruamel.yaml import YAML

from pipelines.compare import compare
from pipelines.embedded import config_dir
from pipelines.reading import read_file
from storage.models import Clause, Comparison, Plan

GOLD = Path(__file__).parents[1] / "tests" / "gold" / "alignment.yaml"
CAP = 0.2  # a bigram in more than this share of all clauses says nothing
Couple = tuple[str, str, str, str]  # plan, clause, other plan, its clause
Matrix = np.ndarray[Any, np.dtype[np.float64]]


def main() -> None:
    plans = read_plans()
    labels = YAML(typ="safe").load(GOLD)
    wanted = wanted_couples(labels)
    asked = {(couple[0], couple[2]) for couple in wanted}
    results = {name: against_the_others(name, plans) for name in sorted({name for name, _ in asked})}

    print(f"{'alignment of three plans with each other':44}{'grade 1':>9}{'grade 2':>9}")
    ours = {
        (name, pair.clause, pair.baseline, pair.baseline_clause)
        for name, result in results.items()
        for pair in result.pairs
        if (name, pair.baseline) in asked
    }
    print(f"{'planwatch':44}{f1(ours, wanted, 1):9.3f}{f1(ours, wanted, 2):9.3f}")
    for title, measure in MEASURES.items():
        scores = {pair: measure(leaves(plans[pair[0]]), leaves(plans[pair[1]])) for pair in asked}
        best = [best_f1(scores, plans, wanted, grade) for grade in (1, 2)]
        print(f"{title:44}{best[0]:9.3f}{best[1]:9.3f}")
    print_findings(results, labels)
    print_speed(plans)


def read_plans() -> dict[str, Plan]:
    files = sorted((config_dir() / "baselines").glob("*.txt"))
    return {path.stem: Plan.of(path.stem, read_file(path.read_bytes(), name=path.name)) for path in files}


def against_the_others(name: str, plans: dict[str, Plan]) -> Comparison:
    return compare(plans[name], [plan for other, plan in plans.items() if other != name])


def wanted_couples(labels: Any) -> dict[Couple, int]:
    """Every labelled couple, asked in both directions, with its grade."""
    wanted: dict[Couple, int] = {}
    for couple in labels["couples"]:
        a, b = couple["plans"]
        for left, right, grade in couple["pairs"]:
            wanted[a, left, b, right] = wanted[b, right, a, left] = grade
    return wanted


def f1(found: set[Couple], wanted: dict[Couple, int], grade: int) -> float:
    """F1 on couples of at least this grade; softer ones are neither right nor wrong."""
    right = {couple for couple, label in wanted.items() if label >= grade}
    found = found - {couple for couple, label in wanted.items() if label < grade}
    return 2 * len(found & right) / (len(found) + len(right))


# ---------------------------------------------------------------- simple means


def leaves(plan: Plan) -> list[Clause]:
    return [clause for clause in plan.clauses if clause.text.strip() and clause.id != "0"]


def words(clause: Clause) -> str:
    return "".join(f"{clause.heading}{clause.text}".split())


def tfidf(left: list[Clause], right: list[Clause]) -> Matrix:
    """Cosine of character bigrams weighted by inverse document frequency, frequent ones capped."""
    counts = [
        Counter(text[at : at + 2] for at in range(len(text) - 1)) for text in map(words, [*left, *right])
    ]
    frequency = Counter(bigram for count in counts for bigram in count)
    kept = [bigram for bigram, n in frequency.items() if n <= CAP * len(counts)]
    column = {bigram: at for at, bigram in enumerate(kept)}
    table = np.zeros((len(counts), len(kept)))
    for row, count in enumerate(counts):
        for bigram, n in count.items():
            if bigram in column:
                table[row, column[bigram]] = (1 + np.log(n)) * np.log(len(counts) / frequency[bigram])
    table /= np.maximum(np.linalg.norm(table, axis=1, keepdims=True), 1e-9)
    return np.asarray(table[: len(left)] @ table[len(left) :].T)


def ratio(left: list[Clause], right: list[Clause]) -> Matrix:
    scores = process.cdist([*map(words, left)], [*map(words, right)], scorer=fuzz.ratio)
    return np.asarray(scores, dtype=np.float64)


def difflib_ratio(left: list[Clause], right: list[Clause]) -> Matrix:
    return np.array(
        [
            [difflib.SequenceMatcher(None, words(a), words(b), autojunk=False).ratio() for b in right]
            for a in left
        ]
    )


MEASURES: dict[str, Callable[[list[Clause], list[Clause]], Matrix]] = {
    "TF-IDF of bigrams, capped (best threshold)": tfidf,
    "rapidfuzz ratio (best threshold)": ratio,
    "difflib ratio (best threshold)": difflib_ratio,
}


def best_f1(
    scores: dict[tuple[str, str], Matrix], plans: dict[str, Plan], wanted: dict[Couple, int], grade: int
) -> float:
    values = np.concatenate([matrix.ravel() for matrix in scores.values()])
    return max(
        f1(taken(scores, plans, threshold), wanted, grade)
        for threshold in np.quantile(values, np.linspace(0.8, 0.999, 80))
    )


def taken(scores: dict[tuple[str, str], Matrix], plans: dict[str, Plan], threshold: float) -> set[Couple]:
    return {
        (a, leaves(plans[a])[i].id, b, leaves(plans[b])[j].id)
        for (a, b), matrix in scores.items()
        for i, j in np.argwhere(matrix >= threshold)
    }


# ---------------------------------------------------------------- findings and speed


def print_findings(results: dict[str, Comparison], labels: Any) -> None:
    new_right = new_found = whole_found = whole_wanted = 0
    omitted_right = omitted_found = omitted_wanted = 0
    for name, result in results.items():
        unique = dict(labels["unique"][name])
        whole = {clause for clause, scope in unique.items() if scope == "whole"}
        new = {finding.clause for finding in result.findings if finding.kind == "new"}
        omitted = {finding.topic for finding in result.findings if finding.kind == "omitted"}
        omitted -= set(labels["weak"].get(name, ()))
        missing = set(labels["missing"].get(name, ()))
        new_right, new_found = new_right + len(new & unique.keys()), new_found + len(new)
        whole_found, whole_wanted = whole_found + len(new & whole), whole_wanted + len(whole)
        omitted_right, omitted_found = omitted_right + len(omitted & missing), omitted_found + len(omitted)
        omitted_wanted += len(missing)
    print(
        f"new: precision {new_right / new_found:.3f}, recall of whole clauses {whole_found / whole_wanted:.3f}"
    )
    print(
        f"omitted: F1 {2 * omitted_right / (omitted_found + omitted_wanted):.3f} over {omitted_wanted} topics"
    )


def print_speed(plans: dict[str, Plan]) -> None:
    subject, *others = plans.values()
    times = []
    for _ in range(9):
        start = time.perf_counter()
        compare(subject, others)
        times.append(time.perf_counter() - start)
    print(f"one plan against {len(others)}, clauses given: median {1000 * float(np.median(times)):.0f} ms")


if __name__ == "__main__":
    main()
