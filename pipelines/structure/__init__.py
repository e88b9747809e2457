"""The text of a plan to clauses, departments, targets, citations and topics."""
