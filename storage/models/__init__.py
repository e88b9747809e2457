"""The words of the domain as plain data. Imports nothing of ours, so every floor may speak them.

Words: docs/architecture.md, "Words". JSON shapes: docs/architecture.md, "Contracts".
A value that is not known is ``None``; a list that may be empty is a tuple.
"""

from storage.models.collection import ColumnFacts, Draft, Entry, Event, Health, Message, Validators
from storage.models.comparison import BaselineQuote, Comparison, Finding, Pair, Plan
from storage.models.document import (
    Attachment,
    Block,
    Citation,
    Clause,
    Conflict,
    Department,
    Evidence,
    Metadata,
    Reading,
    Relevance,
    Target,
)

__all__ = [
    "Attachment",
    "BaselineQuote",
    "Block",
    "Citation",
    "Clause",
    "ColumnFacts",
    "Comparison",
    "Conflict",
    "Department",
    "Draft",
    "Entry",
    "Event",
    "Evidence",
    "Finding",
    "Health",
    "Message",
    "Metadata",
    "Pair",
    "Plan",
    "Reading",
    "Relevance",
    "Target",
    "Validators",
]
