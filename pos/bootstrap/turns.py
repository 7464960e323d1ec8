"""How soon a thread of the till gets its turn while another one computes.

A scan gives the interpreter away at each question to the disk and asks for it back. Python lets
a busy thread, the link that takes in a catalogue, keep it for 5 ms each time; a scan asks some
ten times.
"""

from __future__ import annotations

import sys

LONGEST_S = 0.0001


def share() -> None:
    """For the whole process; costs nothing while one thread alone has work."""
    sys.setswitchinterval(LONGEST_S)
