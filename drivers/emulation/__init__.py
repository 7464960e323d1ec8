"""What every emulator needs: a port to listen on, faults on demand, words from a person."""
