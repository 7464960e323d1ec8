"""Штрих-М registers: protocol v1, receipts of FFD 1.2.

`device.ShtrihRegistrar` is the register, `emulator` the same register made of software. Between
them lies only the codec: frames, fields, codes, commands, answers, tlv, tags, vat, refusals.
"""
