"""All scales over their emulators: what lies there, zero, tare, and what goes wrong."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.contracts.errors import BadFrame, DeviceError, NoAnswer, Refused
from drivers.contracts.scale import Load, Scale
from drivers.contracts.transport import Transport
from drivers.emulation.control import BadWord
from drivers.emulation.faults import Faults
from drivers.emulation.pan import Pan
from drivers.scales.cas.device import CasScale
from drivers.scales.cas.emulator import CasEmulator
from drivers.scales.massa_k import codec as massa_k
from drivers.scales.massa_k.device import MassaKScale
from drivers.scales.massa_k.emulator import MassaKEmulator
from drivers.scales.mt8217.device import Mt8217Scale
from drivers.scales.mt8217.emulator import Mt8217Emulator
from drivers.scales.pos2.device import Pos2Scale
from drivers.scales.pos2.emulator import Pos2Emulator
from drivers.transports.loopback import LoopbackTransport

Build = Callable[[Transport], Scale]


def _mt8217(pipe: Transport) -> Scale:
    return Mt8217Scale(pipe, sleep=lambda seconds: None)


MODELS: dict[str, tuple[type[Pan], Build]] = {
    "cas": (CasEmulator, CasScale),
    "massa_k": (MassaKEmulator, MassaKScale),
    "pos2": (Pos2Emulator, Pos2Scale),
    "mt8217": (Mt8217Emulator, _mt8217),
}


def connected(model: str, pan: Pan) -> Scale:
    """A scale and its emulator, wired."""
    return MODELS[model][1](LoopbackTransport(pan.session()))


@pytest.fixture(params=MODELS)
def model(request: pytest.FixtureRequest) -> str:
    """Each of them."""
    return str(request.param)


@pytest.fixture
def pan(model: str) -> Pan:
    """What a person loads."""
    return MODELS[model][0]()


@given(grams=st.integers(0, 15_000))
@pytest.mark.parametrize("name", MODELS)
def test_what_lies_there_is_told_to_the_gram(name: str, grams: int) -> None:
    pan = MODELS[name][0](loaded=grams)
    told = connected(name, pan).weigh()
    assert (told.grams, told.stable, told.load) == (grams, True, Load.FINE)


def test_a_swinging_pan_is_not_at_rest(model: str, pan: Pan) -> None:
    scale = connected(model, pan)
    pan.obey({"grams": 744, "stable": False})
    assert not scale.weigh().stable
    pan.obey({"stable": True})
    assert scale.weigh().stable
    assert scale.weigh().grams == 744


def test_too_much_is_an_overload_and_no_weight(model: str, pan: Pan) -> None:
    pan.obey({"grams": 15_001})
    told = connected(model, pan).weigh()
    assert (told.load, told.stable) == (Load.OVER, False)


def test_packaging_is_taken_off(model: str, pan: Pan) -> None:
    scale = connected(model, pan)
    pan.obey({"grams": 120})
    scale.tare()
    assert scale.weigh().grams == 0
    pan.obey({"grams": 864})
    assert scale.weigh().grams == 744


def test_a_tared_pan_that_was_emptied_bears_less_than_nothing(model: str, pan: Pan) -> None:
    scale = connected(model, pan)
    pan.obey({"grams": 120})
    scale.tare()
    pan.obey({"grams": 0})
    told = scale.weigh()
    assert told.load is Load.UNDER
    assert told.grams < 0


def test_dust_is_called_nothing(model: str, pan: Pan) -> None:
    scale = connected(model, pan)
    pan.obey({"grams": 3})
    scale.zero()
    assert scale.weigh().grams == 0


def test_a_moving_pan_can_be_neither_zeroed_nor_tared(model: str, pan: Pan) -> None:
    scale = connected(model, pan)
    pan.obey({"grams": 120, "stable": False})
    with pytest.raises(Refused):
        scale.zero()
    with pytest.raises(Refused):
        scale.tare()


@pytest.mark.parametrize("fault", ["drop-request@1", "drop-reply@1", "garbage@1"])
def test_a_lost_or_spoilt_answer_is_an_error_and_no_weight(
    model: str, pan: Pan, fault: str
) -> None:
    pan.loaded = 500
    pan.faults = Faults.parse(fault)
    with pytest.raises((NoAnswer, BadFrame)):
        connected(model, pan).weigh()


def test_after_a_lost_answer_the_next_one_is_right(model: str, pan: Pan) -> None:
    pan.loaded = 500
    pan.faults = Faults.parse("drop-reply@1")
    scale = connected(model, pan)
    with pytest.raises(NoAnswer):
        scale.weigh()
    assert scale.weigh().grams == 500


def test_words_that_no_pan_knows_are_told(pan: Pan) -> None:
    with pytest.raises(BadWord, match="known are"):
        pan.obey({"kilograms": 3})


@given(data=st.binary(max_size=80))
@pytest.mark.parametrize("name", MODELS)
def test_any_bytes_for_an_answer_give_a_weight_or_a_device_error(name: str, data: bytes) -> None:
    scale = MODELS[name][1](LoopbackTransport(lambda asked: data))
    try:
        scale.weigh()
    except DeviceError:
        pass
    finally:
        scale.close()


@given(data=st.lists(st.binary(max_size=20), max_size=6))
@pytest.mark.parametrize("name", MODELS)
def test_any_bytes_for_a_question_leave_the_emulator_answering(
    name: str, data: list[bytes]
) -> None:
    pan = MODELS[name][0](loaded=321)
    answer = pan.session()
    for part in data:
        answer(part)
    assert connected(name, pan).weigh().grams == pan.weight.grams


def test_old_massa_k_is_asked_in_the_old_way() -> None:
    asked: list[int] = []

    def answer(frame: bytes) -> bytes:
        asked.append(frame[massa_k.HEAD])
        if asked[-1] != massa_k.Command.OLD_ASK:
            return massa_k.frame(bytes([massa_k.Command.UNKNOWN]))
        return massa_k.frame(bytes([massa_k.Command.WEIGHT, 0xE8, 3, 0, 0, 1, 1]))

    scale = MassaKScale(LoopbackTransport(answer))
    assert [scale.weigh().grams, scale.weigh().grams] == [1000, 1000]
    assert asked == [0x23, 0xA0, 0xA0]


def test_massa_k_is_heard_behind_noise() -> None:
    pan = MassaKEmulator(loaded=250)
    answer = pan.session()
    scale = MassaKScale(LoopbackTransport(lambda asked: b"\x00\xf8\xff" + answer(asked)))
    assert scale.weigh().grams == 250


def test_tenths_of_a_gram_are_rounded_and_tens_are_not_lost() -> None:
    fine = bytes([massa_k.Command.MASS]) + (1235).to_bytes(4, "little") + bytes([0, 1, 0, 0])
    assert massa_k.weight(fine).grams == 124
    coarse = bytes([massa_k.Command.MASS]) + (42).to_bytes(4, "little") + bytes([2, 1, 0, 0])
    assert massa_k.weight(coarse).grams == 420


def test_pos2_says_again_what_came_spoilt() -> None:
    pan = Pos2Emulator(loaded=640)
    answer, spoilt = pan.session(), [True]

    def over_a_bad_wire(asked: bytes) -> bytes:
        said = answer(asked)
        if spoilt and len(said) > 2:
            spoilt.clear()
            return said[:-1] + bytes([said[-1] ^ 1])
        return said

    assert Pos2Scale(LoopbackTransport(over_a_bad_wire)).weigh().grams == 640


def test_pos2_with_another_password_refuses_in_words() -> None:
    pan = Pos2Emulator(password="1111")  # noqa: S106 - a digit of the scales' own
    scale = Pos2Scale(LoopbackTransport(pan.session()))
    with pytest.raises(Refused, match="password"):
        scale.weigh()
