"""The office on paper: reports as PDF, A4, of the same report models as the pages."""
