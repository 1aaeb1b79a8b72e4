"""Which model: predictions alone, a recipe of the workbook, or the team's own."""
