"""CAS AD, AP, ER and the many that talk like them: ENQ, ACK, a request, a frame."""
