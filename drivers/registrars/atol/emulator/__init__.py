"""The maker's web server and a register behind it, made of software.

A double for demos, training and tests that shows what it is: the model's name, the number of the
drive (9999…), the fiscal signs (0000……) and every paper say so. It shares the codec with the
driver, nothing else.

`state` and `store` are what survives; `drive` makes documents; `machine` does tasks, which
`receipt`, `shift`, `answers` and `papers` carry out; `queue` keeps them in order under their
uuids; `web`, `faults` and `server` are its end of the network.
"""
