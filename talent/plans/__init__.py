"""The planner as people meet it: form, page, PDF, calendar file, kept plans. The engine is talent/planning."""
