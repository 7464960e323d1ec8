"""The demo shop: its goods, people, quick keys; made up, and unlike any real shop's."""
