#!/usr/bin/env python3
"""The thin door: ``python3 build.py [ARGS]`` gives its arguments to the ``postil`` command.

``python3 build.py test`` runs the tests, from the checkout's root, and ``bench`` the measurements. On a new machine the
checkout sets itself up first.
"""

import os
import sys

# Before anything an old Python cannot do, so that it says this and nothing else.
if sys.version_info < (3, 11):
    sys.exit(f"error: Postil needs Python 3.11 or newer; this is {sys.version.split()[0]} ({sys.executable})")

# To compile the modules anew at each start would cost more than a whole build: whatever the environment says, they
# are kept beside their sources (and not at all where that cannot be written).
sys.dont_write_bytecode = False
sys.path.insert(0, os.path.join(os.path.dirname(os.path.realpath(__file__)), "src"))

if __name__ == "__main__":
    from checkout import main

    try:
        code = main(sys.argv[1:])
    except KeyboardInterrupt:
        code = 130
    sys.exit(code)
