"""Sets up a checkout and runs its tests, with nothing but the standard library of Python 3.8 or newer."""
