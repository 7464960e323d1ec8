"""The kit every screen is built from.

theme     colours with meaning, fonts, sizes: `Theme(dark=…, scale=…)`, `theme.apply(app)`
words     wording from pos/ui/words/<lang>/*.toml: `words("till.cash_exact")`
format    money, quantities, per cents, moments as people read them: `Format(words)`
lane      one worker thread in order: `lane.run(call, done=…, failed=…)`
trouble   an error in three sentences: `explain(error, Situation.CARD, words)`
widgets   KeyButton, Kind, Card, Lamp, Health, Tag, `text()`; strip.Strip; paint: the painting
screen    Screen, the page of the window's stack, and Page, the names of pages
keys      which key does what, one table
wedge     the scanner that types
sounds    three short sounds
"""
