"""Mettler-Toledo 8217: a letter asks, a line answers."""
