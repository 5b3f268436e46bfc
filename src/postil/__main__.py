"""``python -m postil``."""

import sys

from postil.command import main

sys.exit(main())
