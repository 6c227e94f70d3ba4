"""The form builder at the desk: sections, fields, conditions without JSON, a trial that saves nothing, differences."""
