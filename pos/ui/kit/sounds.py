"""Three short sounds, made here and played by what the machine has; never waits, never fails.

QtMultimedia is not part of PySide6-Essentials, so a small player of the system is started:
paplay, pw-play or aplay on Linux, winsound on Windows, else the bell of the desktop.
"""

from __future__ import annotations

import io
import logging
import math
import shutil
import sys
import tempfile
from collections.abc import Callable, Sequence
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

if TYPE_CHECKING:
    import subprocess

log = logging.getLogger(__name__)

RATE = 22_050
PLAYERS = ("paplay", "pw-play", "aplay")


class Sound(Enum):
    """OK: a good is in the basket; NOT_FOUND: no such code; ATTENTION: look at the strip."""

    OK = "ok"
    NOT_FOUND = "not_found"
    ATTENTION = "attention"


# (hertz, milliseconds); 0 Hz is silence
TONES: dict[Sound, tuple[tuple[int, int], ...]] = {
    Sound.OK: ((1760, 70),),
    Sound.NOT_FOUND: ((330, 150), (0, 40), (247, 260)),
    Sound.ATTENTION: ((880, 110), (0, 50), (880, 110), (0, 50), (1175, 160)),
}

Player = Callable[[Sound], None]


def silent(sound: Sound) -> None:
    """A player for tests and for shops that want none."""


def wav(tones: Sequence[tuple[int, int]]) -> bytes:
    """A mono 16-bit WAV of the tones, soft at both ends so that nothing clicks."""
    import wave

    frames = b"".join(_tone(hertz, ms) for hertz, ms in tones)
    target = io.BytesIO()
    with wave.open(target, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes(frames)
    return target.getvalue()


def _tone(hertz: int, ms: int) -> bytes:
    count = RATE * ms // 1000
    fade = max(1, RATE * 6 // 1000)
    samples = (
        int(9000 * min(1.0, i / fade, (count - i) / fade) * math.sin(math.tau * hertz * i / RATE))
        for i in range(count)
    )
    return b"".join(sample.to_bytes(2, "little", signed=True) for sample in samples)


class SystemPlayer:
    """Plays through a program of the system; files are made at the first sound."""

    def __init__(self) -> None:
        self._program = next((p for name in PLAYERS if (p := shutil.which(name))), "")
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._playing: list[subprocess.Popen[bytes]] = []

    def __call__(self, sound: Sound) -> None:
        """Start the sound and return at once."""
        self._playing = [player for player in self._playing if player.poll() is None]
        if sys.platform == "win32":
            import winsound

            winsound.PlaySound(str(self._file(sound)), winsound.SND_FILENAME | winsound.SND_ASYNC)
        elif self._program:
            self._start(sound)
        else:
            QApplication.beep()

    def _start(self, sound: Sound) -> None:
        import subprocess

        quiet = subprocess.DEVNULL
        command = [self._program, str(self._file(sound))]
        try:
            player = subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet)  # noqa: S603  a fixed program, our own file
        except OSError as error:
            log.info("no sound: %s", error)
        else:
            self._playing.append(player)

    def _file(self, sound: Sound) -> Path:
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="prilavok-sounds-")
        path = Path(self._folder.name) / f"{sound.value}.wav"
        if not path.exists():
            path.write_bytes(wav(TONES[sound]))
        return path
