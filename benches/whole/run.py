"""Whole runs side by side: the program, and three references over the same files.

Run: python benches/whole/run.py --documents DIR --program BIN --floor BIN [--peer PYTHON] [--rounds N] [--pin CPUS]

The commands run in turn, round by round, so that a machine that slows down slows all of them; figures are medians.
Seconds of CPU (user and system, all threads) say what a command costs whatever else the machine does; seconds of clock
say what one waits. Files are in the page cache: a first round is not counted. Linux; ripgrep (`rg`) on the path.
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PEER = "Python pipeline"
NUMBERS = r"[0-9]+(?:\.[0-9]{3})*(?:,[0-9]+)?"


def commands(asked, out):
    """Each command by its name."""
    documents = str(asked.documents)
    build = [asked.program, "build", documents, "--quiet"]
    search = ["rg", "--no-ignore", "--hidden", "--no-config", "--count-matches", NUMBERS, documents]
    every = {
        "floor: read, validate UTF-8": [asked.floor, documents],
        "ripgrep, 1 thread": [*search, "--threads", "1"],
        "ripgrep, 2 threads": [*search, "--threads", "2"],
        "tvaersnit build, 1 thread": [*build, "--threads", "1", "--out", f"{out}/one"],
        "tvaersnit build, 2 threads": [*build, "--threads", "2", "--out", f"{out}/two"],
    }
    if asked.peer:
        pipeline = [asked.peer, str(Path(__file__).parent.parent / "peer" / "pipeline.py"), documents]
        every[f"{PEER}, 1 process"] = [*pipeline, f"{out}/peer"]
        every[f"{PEER}, 2 processes"] = [*pipeline, f"{out}/peer2", "--processes", "2"]
        every[f"{PEER}, main tables alone, 1 process"] = [*pipeline, f"{out}/peer3", "--main"]
    return every


def timed(command, pin):
    """Clock seconds, CPU seconds and peak memory in MB of one run."""
    begun = time.monotonic()
    child = subprocess.Popen(
        command,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        preexec_fn=(lambda: os.sched_setaffinity(0, pin)) if pin else None,
    )
    said = child.stderr.read()
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        sys.exit(f"{' '.join(command)}: exit code {child.returncode}\n{said.decode(errors='replace')}")
    return time.monotonic() - begun, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--documents", type=Path, required=True)
    parser.add_argument("--program", required=True)
    parser.add_argument("--floor", required=True)
    parser.add_argument("--peer", help="a Python with benches/peer/requirements.txt")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--peer-rounds", type=int, default=1, help="rounds that the slow pipeline takes part in")
    parser.add_argument("--pin", type=lambda value: {int(cpu) for cpu in value.split(",")}, default=None)
    asked = parser.parse_args()
    files = [path for path in asked.documents.rglob("*") if path.is_file()]
    megabytes = sum(path.stat().st_size for path in files) / 1e6
    out = tempfile.mkdtemp(prefix="whole-")
    runs = {}
    try:
        for turn in range(asked.rounds + 1):
            for name, command in commands(asked, out).items():
                slow = name.startswith(PEER)
                if slow and (turn == 0 or turn > asked.peer_rounds):
                    continue
                figures = timed(command, asked.pin)
                if turn > 0:
                    runs.setdefault(name, []).append(figures)
    finally:
        shutil.rmtree(out, ignore_errors=True)
    show(runs, len(files), megabytes, asked)


def show(runs, files, megabytes, asked):
    load = os.getloadavg()[0]
    middle = {name: [statistics.median(column) for column in zip(*figures)] for name, figures in runs.items()}
    print(f"{files} files, {megabytes:.1f} MB; {os.cpu_count()} cores, load {load:.1f}; rounds {asked.rounds}\n")
    print("| command | clock s | CPU s | MB/s clock | MB/s CPU | peak MB | clock / rg 2 threads | CPU / rg |")
    print("| --- | --: | --: | --: | --: | --: | --: | --: |")
    clock, cpu, _ = middle["ripgrep, 2 threads"]
    for name, (seconds, used, memory) in middle.items():
        print(
            f"| {name} | {seconds:.2f} | {used:.2f} | {megabytes / seconds:.1f} | {megabytes / used:.1f} "
            f"| {memory:.0f} | {seconds / clock:.1f} | {used / cpu:.1f} |"
        )
    one, two = middle["tvaersnit build, 1 thread"], middle["tvaersnit build, 2 threads"]
    print(f"\nspeed-up from 1 to 2 threads: {one[0] / two[0]:.2f} by the clock")
    for name, (seconds, used, _) in middle.items():
        if name.startswith(PEER):
            print(f"{name} / build, 2 threads: {seconds / two[0]:.1f} by the clock, {used / two[1]:.1f} in CPU")


if __name__ == "__main__":
    main()
