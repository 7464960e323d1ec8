"""АТОЛ registers through their maker's web server: tasks in JSON, a queue, results by uuid."""
