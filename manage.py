#!/usr/bin/env python
"""Run Minutebook's commands in a checkout; an installed Minutebook has the command `minutebook`."""

from archive.__main__ import main

if __name__ == "__main__":
    main()
