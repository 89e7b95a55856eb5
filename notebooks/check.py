"""Runs notebooks and holds what they print to what is committed: `run.sh` calls it with the packages it needs."""

import argparse
import base64
import difflib
import html
import re
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from traitlets.config import Config

HERE = Path(__file__).parent


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("notebooks", nargs="*", type=Path, help="default: all beside this file")
    parser.add_argument("--write", action="store_true", help="renew the committed outputs")
    parser.add_argument("--python-only", action="store_true", help="leave out the notebooks in R")
    args = parser.parse_args()

    failed = 0
    chosen = args.notebooks or sorted(HERE.glob("*.ipynb"))
    for path in chosen:
        committed = nbformat.read(path, as_version=4)
        if args.python_only and committed.metadata.kernelspec.name == "ir":
            print(f"{path.name}: left out (--python-only)")
            chosen = [one for one in chosen if one != path]
            continue
        complaint = run(path, committed, args.write)
        failed += bool(complaint)
        print(f"{path.name}: {complaint or 'ok'}", flush=True)
    print(f"{len(chosen) - failed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


def run(path, committed, write):
    """What is wrong with a notebook; None where it runs and prints what is committed."""
    fresh = nbformat.reads(nbformat.writes(committed), as_version=4)
    client = NotebookClient(
        fresh,
        timeout=1800,  # a cell, and a kernel's start, take seconds; a machine that does much else is slow
        startup_timeout=600,
        record_timing=False,  # a clock has no place in a committed file
        resources={"metadata": {"path": str(HERE)}},
        config=Config(KernelManager={"transport": "ipc"}),  # a kernel on TCP warns that others could listen
    )
    try:
        client.execute()
    except CellExecutionError as error:
        return f"does not run\n{error}"
    if loud := [cell.source for cell in fresh.cells if any(out.get("name") == "stderr" for out in cell.get("outputs", []))]:
        return f"warns, in the cell\n{loud[0]}"
    if write:
        fresh.metadata.language_info = {"name": fresh.metadata.kernelspec.language.lower()}
        nbformat.write(fresh, path)
        return None
    before, after = printed(committed), printed(fresh)
    if before != after:
        lines = difflib.unified_diff(before, after, "committed", "now", lineterm="", n=1)
        return "\n".join(["prints something else than committed; if that is right: notebooks/run.sh --write", *list(lines)[:80]])
    return None


def printed(notebook):
    """What a reader sees of the outputs as text: words and numbers, those in charts too, but no pixels."""
    lines = []
    for number, cell in enumerate(notebook.cells, 1):
        for output in cell.get("outputs", []):
            lines.append(f"[cell {number}] {output.output_type}")
            data = output.get("data", {})
            if "image/svg+xml" in data:
                lines += chart_words(data["image/svg+xml"])
            elif "image/png" in data:
                lines.append(f"picture {png_size(data['image/png'])}")
            else:
                lines += (output.get("text") or data.get("text/plain", "")).splitlines()
    return lines


def chart_words(svg):
    """Labels, and what each mark says of its data (a chart in SVG carries that for screen readers)."""
    return [html.unescape(words) for pair in re.findall(r'aria-label="([^"]+)"|<text[^>]*>([^<]+)<', svg) for words in pair if words]


def png_size(encoded):
    head = base64.b64decode(encoded)[16:24]
    return "{} x {}".format(int.from_bytes(head[:4], "big"), int.from_bytes(head[4:], "big"))


if __name__ == "__main__":
    main()
