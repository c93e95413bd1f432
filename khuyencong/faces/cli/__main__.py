"""``python -m khuyencong.faces.cli``."""

import sys

from khuyencong.faces.cli.main import main

sys.exit(main())
