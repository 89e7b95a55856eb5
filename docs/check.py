"""Runs the examples of the pages in `use` and holds what they print to what the pages say; looks after links and SUMMARY.

A block of ```sh, ```python or ```r is run from a folder that holds `data` and `seeds`, in the order of the page; a ```text
block right after it is what it prints. `--write` renews those blocks, and the pictures that the examples save.
"""

import argparse
import difflib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
APART = {"contract_rules.md"}  # a part of contract.md, put there by the program
BLOCK = re.compile(r"```(sh|python|r)\n(.*?)```(?:\n\n```text\n(.*?)```)?", re.S)
RUN = {"sh": ["bash", "-euo", "pipefail", "-c"], "python": [sys.executable, "-c"], "r": ["Rscript", "-e"]}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", nargs="*", type=Path, help="default: all in docs/use")
    parser.add_argument("--without", default="", help="pages whose examples are not run, with commas between them: spark.md")
    parser.add_argument("--write", action="store_true", help="renew outputs and pictures")
    args = parser.parse_args()
    if not (ROOT / "data/seeds/manifest.json").exists():
        sys.exit("no data set: cargo run --locked -- build seeds --out data/seeds")
    faults = loose_ends()
    print("".join(one + "\n" for one in faults), end="")
    passed, failed = 0, len(faults)
    for page in args.pages or sorted((HERE / "use").glob("*.md")):
        if page.name in args.without.split(","):
            print(f"{page.name}: left out (--without)")
            continue
        with tempfile.TemporaryDirectory() as folder:
            for name in ("data", "seeds"):
                os.symlink(ROOT / name, Path(folder) / name)
            ran, complaints = check(page, Path(folder), args.write)
        passed += ran - len(complaints)
        failed += len(complaints)
        print(f"{page.name}: {ran} examples" + "".join("\n" + one for one in complaints), flush=True)
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


def loose_ends():
    """Links that lead nowhere or out of the book, and pages that SUMMARY.md does not name."""
    faults = []
    linked = set(re.findall(r"\]\(([^)]+)\)", (HERE / "SUMMARY.md").read_text(encoding="utf-8")))
    for page in sorted(HERE.rglob("*.md")):
        name = page.relative_to(HERE).as_posix()
        if name not in linked and name not in {"SUMMARY.md", *APART}:
            faults.append(f"{name}: not in SUMMARY.md")
        prose = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.S)
        for link in re.findall(r"\]\(([^)#\s]+)[^)]*\)", prose):
            target = (page.parent / link).resolve()
            if not re.match(r"[a-z]+:", link) and not (target.is_file() and target.is_relative_to(HERE)):
                faults.append(f"{name}: {link} leads nowhere in the book")
    return faults


def check(page, folder, write):
    text = page.read_text(encoding="utf-8")
    complaints, ran = [], 0

    def one(match):
        nonlocal ran
        language, code, said = match.groups()
        if said is None and "<!-- not run -->\n" in text[max(0, match.start() - 40) : match.start()]:
            return match[0]
        ran += 1
        environment = os.environ | {"LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "NO_COLOR": "1"}
        run = subprocess.run([*RUN[language], code], cwd=folder, capture_output=True, text=True, encoding="utf-8", env=environment)
        if run.returncode:
            complaints.append(f"does not run:\n{code}\n{run.stderr}")
            return match[0]
        printed = "".join(line.rstrip() + "\n" for line in run.stdout.splitlines())
        if said is None:
            return match[0]
        if write:
            return match[0].replace(f"```text\n{said}```", f"```text\n{printed}```")
        if said != printed:
            lines = difflib.unified_diff(said.splitlines(), printed.splitlines(), "the page", "now", lineterm="", n=1)
            complaints.append("\n".join(["prints something else; if that is right: docs/check.py --write", *lines]))
        return match[0]

    renewed = BLOCK.sub(one, text)
    if write:
        page.write_text(renewed, encoding="utf-8")
        for picture in [*folder.glob("*.svg"), *folder.glob("*.png")]:
            shutil.copy(picture, page.parent)
    return ran, complaints


if __name__ == "__main__":
    main()
