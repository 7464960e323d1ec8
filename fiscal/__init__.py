"""54-ФЗ: the document, the shift, the outcome."""
