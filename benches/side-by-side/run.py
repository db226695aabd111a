#!/usr/bin/env python3
"""Runs Courant, newsboat and, where it is installed, newsraft on the same generated feeds and prints figures and ratios.
See ../README.md."""
import argparse
import contextlib
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import ingest
import rows

HERE = Path(__file__).resolve().parent
SCENARIOS = ("wide", "list", "search", "rows")


def corpus(folder, tools, count):
    """Feeds of so many articles, generated where they are not there yet, and what is known of them."""
    if not (folder / "corpus.json").exists():
        make = [sys.executable, tools / "make_corpus.py", "--out", folder, "--articles", str(count)]
        subprocess.run([*make, "--feeds", "20", "--seed", "7", "--formats", "rss"], check=True)
    return sorted((folder / "rss").glob("*.xml")), json.loads((folder / "corpus.json").read_text())


def peers(work, feeds):
    """The other readers that are installed: the command that reads all feeds, and where they keep what they read."""
    found = {}
    addresses = "".join(f"{feed.as_uri()}\n" for feed in feeds)
    if shutil.which("newsboat"):
        boat = work / "newsboat"
        boat.mkdir(exist_ok=True)
        (boat / "urls").write_text(addresses)
        (boat / "config").write_text("max-items 0\nauto-reload no\n")
        command = ["newsboat", "-u", boat / "urls", "-c", boat / "cache.db", "-C", boat / "config", "-x", "reload"]
        found["newsboat"] = (command, boat / "cache.db")
    if shutil.which("newsraft"):
        raft = work / "newsraft"
        raft.mkdir(exist_ok=True)
        (raft / "feeds").write_text(addresses)
        (raft / "config").write_text("")
        command = ["newsraft", "-f", raft / "feeds", "-c", raft / "config", "-d", raft / "db.sqlite3", "-e", "reload-all"]
        found["newsraft"] = (command, raft / "db.sqlite3")
    return found


def ingest_all(work, binary, feeds, count, rounds):
    """Every reader reads all feeds into an empty store, in turn; the last stores stay."""
    others, figures = peers(work, feeds), {}
    for _ in range(rounds):
        for name, (command, store) in others.items():
            store.unlink(missing_ok=True)
            figures.setdefault(name, []).append(ingest.command(command))
        figures.setdefault("courant", []).append(ingest.courant(binary, work / "library", feeds, count))
    return others, figures


def scenario(work, reader, name, known):
    """A scenario of a reader with its variables filled in: both sides of a comparison are given the same names."""
    text = (HERE / reader / f"{name}.toml").read_text()
    for variable, value in known.items():
        text = text.replace("${%s}" % variable, str(value))
    path = work / f"{reader}-{name}.toml"
    path.write_text(text)
    return path


def alone(command):
    """Lets the harness run one program, and prints how much anonymous memory that took at most."""
    harness, peak = subprocess.Popen(command), 0
    while harness.poll() is None:
        # a program may have ended since it was listed
        with contextlib.suppress(OSError):
            children = Path(f"/proc/{harness.pid}/task/{harness.pid}/children").read_text().split()
            peak = max([peak, *map(ingest.anonymous, children)])
        time.sleep(0.05)
    if harness.returncode:
        raise SystemExit(f"{command[0]} ended with {harness.returncode}")
    print(f"  anonymous memory MiB: peak {peak:.1f}")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("work", type=Path)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--bin", type=Path, default=HERE.parents[1] / "target/release/courant")
    parser.add_argument("--no-ingest", action="store_true", help="take the stores as they are")
    args = parser.parse_args()
    tools = Path(os.environ.get("COURANT_TOOLS") or sys.exit("set COURANT_TOOLS, see benches/README.md")) / "bench"
    work, binary = (args.work / str(args.articles)).resolve(), args.bin.resolve()
    (work / "home").mkdir(parents=True, exist_ok=True)
    feeds, made = corpus(work / "corpus", tools, args.articles)
    others = peers(work, feeds)
    if not args.no_ingest:
        others, figures = ingest_all(work, binary, feeds, args.articles, args.rounds)
        ingest.table(figures, args.articles, sum(feed.stat().st_size for feed in feeds))
    first = made["per_feed"][0]
    known = {"bin": binary, "data": work / "library", "home": work / "home", "feed": first["name"]}
    known |= rows.known(binary, work / "library")
    known["first"] = " ".join(first["first_title"].split()[:3])
    bench = [sys.executable, tools / "ptybench.py"]
    for name in SCENARIOS:
        ours = scenario(work, "courant", name, known)
        for other in others:
            if (HERE / other / f"{name}.toml").exists():
                theirs = scenario(work, other, name, known | {"dir": work / other})
                subprocess.run([*bench, "compare", ours, theirs, "--rounds", str(args.rounds)], check=True)
        alone([*bench, "run", ours])


if __name__ == "__main__":
    main()
