"""The environment of a test session, set before Django reads its settings (``-p tests.environment`` in pytest.ini).

The tests have a server of their own under ``var/test``: a running demonstration is not touched, and neither is a
server that the shell's ``DATABASE_URL`` happens to name.
"""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / "var" / "test"

for name in [name for name in os.environ if name.startswith(("KHUYENCONG_", "DATABASE_", "EMAIL_"))]:
    if name not in {"KHUYENCONG_REQUIRE_BROWSER", "KHUYENCONG_GOLDEN"}:
        del os.environ[name]
os.environ["KHUYENCONG_VAR"] = str(VAR)
(VAR / "static").mkdir(parents=True, exist_ok=True)  # WhiteNoise warns where there is none
