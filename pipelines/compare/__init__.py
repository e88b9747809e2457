"""Two plans to aligned clauses, redlines and findings."""
