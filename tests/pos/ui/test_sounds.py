"""Three short sounds that differ, made without files or devices."""

from __future__ import annotations

import io
import wave

from pos.ui.kit.sounds import TONES, Sound, wav


def test_each_sound_is_short_and_unlike_the_others() -> None:
    made = {sound: wav(TONES[sound]) for sound in Sound}
    assert len(set(made.values())) == len(Sound)
    for data in made.values():
        with wave.open(io.BytesIO(data)) as source:
            seconds = source.getnframes() / source.getframerate()
            samples = source.readframes(source.getnframes())
        assert 0 < seconds <= 0.6
        assert any(samples)
