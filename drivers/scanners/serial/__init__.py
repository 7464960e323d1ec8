"""Scanners that send plain bytes: RS-232, USB that looks like a serial port (USB-CDC), TCP."""
