"""The item (номенклатура), its price, and the catalogue port."""
