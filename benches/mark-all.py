#!/usr/bin/env python3
"""Marks a whole library read in the reader and takes that back: when each is promised, and what keys cost meanwhile.
See README.md."""
import argparse
import contextlib
import fcntl
import os
import pty
import select
import sqlite3
import statistics
import struct
import tempfile
import termios
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
WATCHED = 6  # seconds behind each step
PAUSE = 0.03  # seconds between two keys


def start(binary, library, home):
    """The reader in a pseudo-terminal of 120 x 40: its process and our end of it."""
    pid, terminal = pty.fork()
    if pid == 0:
        size = struct.pack("HHHH", 40, 120, 0, 0)
        fcntl.ioctl(0, termios.TIOCSWINSZ, size)
        environment = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "HOME": home, "PATH": os.defpath}
        os.execve(binary, [binary, "--data-dir", library], environment)
    return pid, terminal


def rest(terminal, seconds):
    """Reads what is written meanwhile."""
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        if select.select([terminal], [], [], left)[0]:
            os.read(terminal, 1 << 16)


def press(terminal, key):
    """Milliseconds until something is written."""
    begun = time.monotonic()
    os.write(terminal, key)
    if not select.select([terminal], [], [], 5)[0]:
        raise SystemExit("a key was not answered within 5 s")
    took = 1000 * (time.monotonic() - begun)
    rest(terminal, PAUSE)
    return took


def ask(library, question):
    with contextlib.closing(sqlite3.connect(f"file:{library}/library.db?mode=ro", uri=True)) as db:
        return db.execute(question).fetchone()


def kept(library):
    """What is durable of steps: it is different as soon as one is promised, or its undoing is."""
    return ask(library, "SELECT count(*), sum(turning), sum(undone) FROM undo_step")


def is_under_way(library):
    """Whether something that was promised is not carried out yet."""
    promised = "SELECT 1 FROM promise JOIN undo_step ON undo_step.id = step WHERE NOT undone"
    return ask(library, f"SELECT EXISTS (SELECT 1 FROM undo_step WHERE turning) OR EXISTS ({promised})")[0]


def step(terminal, library, name, key):
    before, begun, promised, keys = kept(library), time.monotonic(), None, []
    first = press(terminal, key)
    while time.monotonic() - begun < WATCHED:
        if promised is None and kept(library) != before:
            promised = time.monotonic() - begun
        keys.append(press(terminal, b"j"))
    if promised is None:
        raise SystemExit(f"{name}: not promised after {WATCHED} s")
    keys.sort()
    late = keys[int(len(keys) * 0.95)]
    print(f"{name}: drawn after {first:.1f} ms, durable after {promised:.2f} s; {len(keys)} keys meanwhile: median "
          f"{statistics.median(keys):.1f} ms, p95 {late:.1f}, slowest {keys[-1]:.1f}")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("library", type=Path)
    parser.add_argument("--bin", type=Path, default=HERE.parent / "target/release/courant")
    args = parser.parse_args()
    library = args.library.resolve()
    with tempfile.TemporaryDirectory() as home:
        pid, terminal = start(args.bin.resolve(), library, home)
        rest(terminal, 2)
        step(terminal, library, "mark all read", b"A")
        step(terminal, library, "undo", b"u")
        while is_under_way(library):
            rest(terminal, 0.5)
        os.write(terminal, b"Q")
        with contextlib.suppress(OSError):
            rest(terminal, 5)
        os.waitpid(pid, 0)


if __name__ == "__main__":
    main()
