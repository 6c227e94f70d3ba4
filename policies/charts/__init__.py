"""The charts of the plan: what was published, and what the bureau supplies."""
