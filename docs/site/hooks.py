# SPDX-License-Identifier: MIT
"""What mkdocs does not do by itself with these pages: the menu is that of docs/README.md, links that leave docs/ become
the path in the repository, and KaTeX and what Doxygen makes of the headers, where they are installed, become parts of the site."""

import logging
import re
import shutil
import subprocess
from pathlib import Path

DOCS = Path(__file__).resolve().parents[1]
ROOT = DOCS.parent
KATEX = Path("/usr/share/javascript/katex")
DOXYGEN = shutil.which("doxygen")
SHOWN = ["site/pages.css", "site/math.js"]

LINK = re.compile(r"\[([^\]]*)\]\(([^)\s#]+)(#[^)\s]*)?\)")
LANGUAGE = re.compile(r"^```(\w+) [^\n]*$", re.MULTILINE)  # further words are for tests/house/docs_code.py
CELL = re.compile(r"<td.*?</td>", re.DOTALL)
log = logging.getLogger("mkdocs.plugins.docs")


def menu(readme: str) -> list:
    """Of each paragraph that begins with a bold word, its links; then what the last paragraphs link to."""
    rooms, last = [{"Documentation": "README.md"}], []
    for paragraph in readme.split("\n\n"):
        pages = [{text[:1].upper() + text[1:]: to} for text, to, _ in LINK.findall(paragraph) if to.endswith(".md")]
        if room := re.match(r"\*\*([\w ]+)\*\*", paragraph):
            rooms.append({room[1]: pages})
        else:
            last += pages
    return rooms + last


def on_config(config):
    config["nav"] = menu((DOCS / "README.md").read_text())
    if KATEX.exists():
        config["extra_css"].append("katex/katex.min.css")
        config["extra_javascript"] += ["katex/katex.js", "site/math.js"]
    return config


def on_files(files, config):
    for file in [f for f in files if f.src_uri.startswith("site/") and f.src_uri not in SHOWN]:
        files.remove(file)
    return files


def on_page_markdown(markdown, page, config, files):
    folder = (DOCS / page.file.src_uri).parent

    def inside(link):
        text, to = link[1], link[2]
        if "://" in to or (target := (folder / to).resolve()).is_relative_to(DOCS):
            return link[0]
        if not target.is_relative_to(ROOT) or not target.exists():
            log.warning(f"{page.file.src_uri} links to '{to}', which does not exist")
            return text
        path = target.relative_to(ROOT).as_posix()
        return f"`{path}`" if text.strip("`") == path else f"{text} (`{path}`)"

    return LINK.sub(inside, LANGUAGE.sub(r"```\1", markdown))


def on_page_content(html, page, config, files):
    """A bar in a table is written with a backslash, in code too. What Doxygen makes is there after the pages."""
    if page.file.src_uri == "README.md" and DOXYGEN:
        html = html.replace("every declaration of the headers", '<a href="api/files.html">every declaration of the headers</a>')
    return CELL.sub(lambda cell: cell[0].replace("\\|", "|"), html)


def on_post_build(config):
    if KATEX.exists():
        to = Path(config["site_dir"]) / "katex"
        (to / "fonts").mkdir(parents=True, exist_ok=True)
        for file in ["katex.js", "katex.min.css", *(f"fonts/{f.name}" for f in (KATEX / "fonts").iterdir())]:
            shutil.copyfile(KATEX / file, to / file)
    if DOXYGEN:
        api = Path(config["site_dir"]) / "api"
        api.mkdir(parents=True, exist_ok=True)
        settings = (DOCS / "site/Doxyfile").read_text() + f'OUTPUT_DIRECTORY = "{api}"\n'
        made = subprocess.run([DOXYGEN, "-"], cwd=ROOT, input=settings, text=True, stderr=subprocess.PIPE)
        for line in made.stderr.splitlines():
            log.warning(f"doxygen: {line}")
