"""The demo panel: the world around the till, played by a mouse."""
