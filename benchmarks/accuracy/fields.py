"""Fields, citations, clauses, departments, topics and modality of a reading against the labels of its plan."""

from __future__ import annotations

from benchmarks.accuracy.labels import Labels
from benchmarks.accuracy.tally import Figures, Tally, agreed, compared, overlapped, squash, total
from storage.models import Clause, Reading


def score_metadata(labels: Labels, reading: Reading) -> Figures:
    """Every labelled field of the front matter, with verdict and sort of the document."""
    read = {**reading.metadata.to_json(), **reading.relevance.to_json()}
    wanted = {**labels["metadata"], **labels["relevance"]}
    return {
        name.replace("_", " "): compared(squash(label) or None, squash(read[name]) or None, "")
        for name, label in wanted.items()
    }


def score_citations(labels: Labels, reading: Reading) -> Tally:
    """A citation is told by its number, one without by its title."""
    wanted = [(cite["doc_number"] or squash(cite["title"]),) for cite in labels["cites"]]
    return overlapped(wanted, [(cite.doc_number or squash(cite.title),) for cite in reading.cites])


def score_clauses(labels: Labels, reading: Reading) -> Figures:
    """Marker and heading wherever they stand, heading at its position, and both ends of a clause's own text."""
    numbered = [label for label in labels["clauses"] if label["marker"]]
    whole = {(label["id"], heading_key(label.get("heading_alt"))) for label in numbered}
    marked = [clause for clause in reading.clauses if squash(clause.marker)]
    wanted = [(label["id"], marker_key(label["marker"]), heading_key(label["heading"])) for label in numbered]
    got = [
        (clause.id, marker_key(clause.marker), "" if (clause.id, heading) in whole else heading)
        for clause in marked
        for heading in [heading_key(clause.heading)]
    ]
    read = {clause.id: clause for clause in reading.clauses}
    return {
        "clauses": overlapped([key[1:] for key in wanted], [key[1:] for key in got]),
        "position of clauses": overlapped([key[::2] for key in wanted], [key[::2] for key in got]),
        "text of clauses": total(
            agreed(ends(label), ends_read(read.get(label["id"]), label), label["id"])
            for label in labels["clauses"]
            if "text_start" in label
        ),
    }


def heading_key(text: str | None) -> str:
    return squash(text).strip("。．.；;：:，,")


def marker_key(text: str) -> str:
    return squash(text).translate(str.maketrans("()．", "（）."))


def ends(label: Labels) -> str:
    return f"{squash(label['text_start'])}…{squash(label['text_end'])}"


def ends_read(clause: Clause | None, label: Labels) -> str | None:
    """The labelled ends, where the clause holds both; else the ends that it has."""
    if clause is None:
        return None
    text = squash(clause.heading + clause.text)
    both = squash(label["text_start"]) in text and squash(label["text_end"]) in text
    return ends(label) if both else f"{text[:20]}…{text[-20:]}"


def score_departments(labels: Labels, reading: Reading) -> Figures:
    """Which departments answer for which clause, as what, and whether there are more of them (等部门)."""
    wanted, as_printed = {}, {}
    for label in labels["clauses"]:
        for unit in label.get("units", ()):
            wanted[label["id"], squash(unit["name"])] = unit["role"]
            as_printed[label["id"], squash(unit.get("name_full"))] = (label["id"], squash(unit["name"]))
    got = {
        as_printed.get(key, key): unit.role
        for clause in reading.clauses
        for unit in clause.units
        for key in [(clause.id, squash(unit.name))]
    }
    open_lists = [(label["id"],) for label in labels["clauses"] if label.get("etc")]
    read_open = [(clause.id,) for clause in reading.clauses if any(unit.etc for unit in clause.units)]
    return {
        "departments": overlapped(wanted, got),
        "role of departments": total(
            agreed(role, got[key], " ".join(key)) for key, role in wanted.items() if key in got
        ),
        "等部门": overlapped(open_lists, read_open),
    }


def score_topics(labels: Labels, reading: Reading) -> Tally:
    """Which clause treats which topic; one that it only mentions may be told or not."""
    wanted = {(label["id"], topic) for label in labels["clauses"] for topic in label.get("topics", ())}
    mentioned = {(label["id"], topic) for label in labels["clauses"] for topic in label.get("mentions", ())}
    got = {(clause.id, topic) for clause in reading.clauses for topic in clause.topics}
    return overlapped(wanted, got - mentioned)


def score_modality(labels: Labels, reading: Reading) -> Tally:
    read = {clause.id: clause.modality for clause in reading.clauses}
    return total(
        compared(label["modality"], read.get(label["id"]), label["id"])
        for label in labels["clauses"]
        if "modality" in label
    )
