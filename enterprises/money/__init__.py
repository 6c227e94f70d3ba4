"""The money and after: the ledger, funds plans, payment in batches, reports, controls and recovery."""
