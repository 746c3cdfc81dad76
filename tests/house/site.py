# SPDX-License-Identifier: MIT
"""The site of docs/ builds with no warning, its menu has every page, and every link of a page leads to something that the
built site has, anchors included. Skipped where mkdocs is not installed."""

import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import unquote, urlsplit

from build import ROOT, close
from packages import SITE, is_installed

NO_PAGES = {"packages", "site"}


class Page(HTMLParser):
    """What a page links to, and what may be linked to in it."""

    def __init__(self, file: Path):
        super().__init__()
        self.links, self.anchors = [], set()
        self.feed(file.read_text())

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        for name, value in attributes:
            if name == "id":
                self.anchors.add(value)
            elif name in ("href", "src") and value:
                self.links.append(value)


def wrong_links(site: Path) -> list[str]:
    # Doxygen's pages link to what it was told to leave out.
    ours = [f for f in sorted(site.rglob("*.html")) if f.name != "404.html" and f.parent.name != "api"]
    pages = {file: Page(file) for file in ours}
    wrong = []
    for file, page in pages.items():
        for link in page.links:
            url = urlsplit(link)
            if url.scheme or url.netloc:
                continue
            to = (file.parent / unquote(url.path)).resolve() if url.path else file
            to = to / "index.html" if to.is_dir() else to
            if not to.exists() or (url.fragment and to in pages and unquote(url.fragment) not in pages[to].anchors):
                wrong.append(f"{file.relative_to(site)}: {link} leads to nothing")
    return wrong


def missing_in_menu() -> list[str]:
    readme = (ROOT / "docs/README.md").read_text()
    pages = [p.relative_to(ROOT / "docs") for p in sorted((ROOT / "docs").rglob("*.md"))]
    pages = [p.as_posix() for p in pages if p.parts[0] not in NO_PAGES and p.name != "README.md"]
    return [f"docs/README.md does not link to {p}" for p in pages if f"]({p})" not in readme]


def main() -> int:
    failed = missing_in_menu()
    if not shutil.which("mkdocs") or (shutil.which("dpkg-query") and not all(map(is_installed, SITE))):
        print(*failed, "skipped: no mkdocs; Debian: " + " ".join(SITE), sep="\n")
        return close(0, len(failed))
    with TemporaryDirectory() as folder:
        site = Path(folder).resolve() / "site"
        built = subprocess.run([ROOT / "docs/site/build", "--site-dir", site]).returncode == 0
        failed += wrong_links(site) if built else ["the site does not build"]
    print(*failed, sep="\n", end="\n" if failed else "")
    return close(3 - min(len(failed), 3), len(failed))


if __name__ == "__main__":
    sys.exit(main())
