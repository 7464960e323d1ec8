"""Ways for bytes: TCP, serial, loopback."""
