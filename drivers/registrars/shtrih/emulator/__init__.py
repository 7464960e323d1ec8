"""A Штрих-М register made of software, with a fiscal drive that survives the end of its process.

It is a double for demos, training and tests and shows it: the model's name, the number of the
drive (9999…), the fiscal signs (0000……) and every paper it prints say so. It shares the codec
with the driver, nothing else.

`state` and `store` are what survives; `drive` makes documents; `machine` takes commands, which
`status`, `receipt`, `items`, `shift`, `archive`, `tables` and `service` carry out; `forms` and
`printer` make paper; `session`, `faults` and `server` are its end of the line.
"""
