"""The planner's engine: situation, time limits and calendar in; dated steps, papers and cautions out. No tables."""
