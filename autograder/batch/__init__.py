"""A whole class: where hand-ins come from, jobs, the ledger, and what is made of the verdicts."""
