"""`python -m lib.cli` is the command itself."""

import sys

from lib.cli import main

sys.exit(main())
