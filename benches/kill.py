#!/usr/bin/env python3
"""Kills Courant with SIGKILL at random moments of adding and marking, and looks whether anything is lost. See README.md."""
import argparse
import json
import random
import shutil
import sqlite3
import statistics
import subprocess
import sys
import time
from pathlib import Path


class Library:
    """A library in a folder of its own, driven by commands."""

    def __init__(self, binary, folder):
        self.command = [binary, "--data-dir", folder]
        self.folder = folder

    def start(self, *args):
        return subprocess.Popen([*self.command, *args], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def run(self, *args):
        return subprocess.run([*self.command, *args], capture_output=True, text=True)

    def held(self):
        """Articles that are committed: seen by a connection of its own."""
        try:
            with sqlite3.connect(f"file:{self.folder}/library.db?mode=ro", uri=True, timeout=5) as db:
                return db.execute("SELECT coalesce(sum(total), 0) FROM counter").fetchone()[0]
        except sqlite3.OperationalError:
            return 0

    def list(self, limit):
        """The newest articles, and how long it took to print them."""
        begun = time.monotonic()
        done = self.run("list", "--json", "--limit", str(limit))
        took = time.monotonic() - begun
        return [json.loads(line) for line in done.stdout.splitlines()], took


def mark(library, articles, acknowledged):
    """Marks one article; some of these commands are killed, too. What ended well is acknowledged."""
    article = random.choice(articles)["id"]
    command = library.start("mark", article)
    if random.random() < 0.3:
        time.sleep(random.uniform(0, 0.03))
        command.kill()
    if command.wait() == 0:
        acknowledged.add(article)


def strike(library, feeds, until):
    """Adds feeds, marks what is there already, and kills the adding at that moment. What was acknowledged by then."""
    adding, acknowledged, held = library.start("add", *feeds), set(), 0
    end = time.monotonic() + until
    while time.monotonic() < end and adding.poll() is None:
        held = max(held, library.held())
        articles = library.list(50)[0] if held else []
        if articles:
            mark(library, articles, acknowledged)
        time.sleep(max(0, min(0.02, end - time.monotonic())))
    adding.kill()
    adding.wait()
    return held, acknowledged


def faults(library, reference, feeds, held, acknowledged):
    """What is not as it must be after the kill, and how long the first list took."""
    found = []
    rows, took = library.list(50)
    if library.held() < held:
        found.append(f"{held - library.held()} acknowledged articles are gone")
    if held and not rows:
        found.append("the list is empty")
    if "sound" not in library.run("doctor").stdout:
        found.append("the library is not sound")
    if library.run("add", *feeds).returncode != 0:
        found.append("the rest cannot be added")
    doctor = library.run("doctor")
    if doctor.returncode != 0:
        found.append(f"doctor: {doctor.stdout.strip()} {doctor.stderr.strip()}")
    if search(library) != reference:
        found.append("searches find something else than in a library that was never killed")
    read = {row["id"] for row in library.list(1_000_000)[0] if row["read"]}
    if not acknowledged <= read:
        found.append(f"{len(acknowledged - read)} acknowledged marks are gone")
    return found, took


def search(library):
    """What a few searches find, in whatever order."""
    found = [library.run("search", "--json", words).stdout.splitlines() for words in ("the", "con*", '"of the"')]
    return [sorted(json.loads(line)["id"] for line in lines) for lines in found]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("work", type=Path, help="a folder for libraries, emptied each time")
    parser.add_argument("feeds", type=Path, nargs="+", help="feeds of about a thousand articles together")
    parser.add_argument("--bin", type=Path, default=Path(__file__).resolve().parents[1] / "target/release/courant")
    parser.add_argument("--times", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    random.seed(args.seed)
    shutil.rmtree(args.work, ignore_errors=True)
    whole = Library(args.bin.resolve(), args.work / "whole")
    begun = time.monotonic()
    whole.run("add", *args.feeds)
    needed, reference = time.monotonic() - begun, search(whole)
    normal = statistics.median(whole.list(50)[1] for _ in range(9))
    lists, kept, bad = [], 0, 0
    for turn in range(args.times):
        library = Library(args.bin.resolve(), args.work / "killed")
        shutil.rmtree(library.folder, ignore_errors=True)
        held, acknowledged = strike(library, args.feeds, random.uniform(0.02, needed))
        found, took = faults(library, reference, args.feeds, held, acknowledged)
        lists.append(took)
        kept += len(acknowledged)
        bad += bool(found)
        for fault in found:
            print(f"kill {turn + 1}, {held} articles held: {fault}")
    ratio = statistics.median(lists) / normal
    print(f"{args.times} kills, {kept} acknowledged marks, {bad} with faults; first list {ratio:.2f} x its normal time")
    sys.exit(bad > 0)


if __name__ == "__main__":
    main()
