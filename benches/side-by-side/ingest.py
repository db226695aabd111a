"""What it costs to read all feeds into an empty store."""
import contextlib
import os
import shutil
import sqlite3
import statistics
import subprocess
import time

MIB = 1 << 20


def spent(pid):
    """Processor seconds of a process so far."""
    with open(f"/proc/{pid}/stat") as stat:
        fields = stat.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def anonymous(pid):
    """Memory of a process that is no file, in MiB."""
    with open(f"/proc/{pid}/status") as status:
        lines = [line.split()[1] for line in status if line.startswith("RssAnon")]
    return int(lines[0]) / 1024 if lines else 0


def watched(command, look):
    """Runs a command and looks at it while it runs; its processor seconds."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while True:
        pid, status, usage = os.wait4(process.pid, os.WNOHANG)
        if pid:
            process.returncode = os.waitstatus_to_exitcode(status)
            if process.returncode:
                raise SystemExit(f"{command[0]} ended with {process.returncode}")
            return usage.ru_utime + usage.ru_stime
        look(process.pid)
        time.sleep(0.05)


def command(command):
    """A command of another reader: processor seconds, and the peak of anonymous memory."""
    peak = [0]

    def look(pid):
        peak[0] = max(peak[0], anonymous(pid))

    seconds = watched(command, look)
    return {"readable": seconds, "indexed": None, "memory": peak[0]}


def courant(binary, data, feeds, count):
    """The same for Courant: until everything can be read, and until it is indexed and grouped."""
    shutil.rmtree(data, ignore_errors=True)
    seen = {"readable": None, "memory": 0}

    def look(pid):
        seen["memory"] = max(seen["memory"], anonymous(pid))
        if seen["readable"] is None:
            now = spent(pid)
            if held(data) >= count:
                seen["readable"] = now

    seconds = watched([binary, "--data-dir", data, "add", *feeds], look)
    return seen | {"readable": seen["readable"] or seconds, "indexed": seconds, "disk": disk(data)}


def held(data):
    """Articles that are committed."""
    try:
        with contextlib.closing(sqlite3.connect(f"file:{data}/library.db?mode=ro", uri=True)) as db:
            return db.execute("SELECT coalesce(sum(total), 0) FROM counter").fetchone()[0]
    except sqlite3.OperationalError:
        return 0


def disk(data):
    return sum(file.stat().st_size for file in data.rglob("*") if file.is_file())


def table(figures, count, size):
    """Articles a processor second, and their ratios to the other readers, of medians."""
    middle = {
        name: {key: statistics.median(run[key] for run in runs) for key, value in runs[0].items() if value}
        for name, runs in figures.items()
    }
    ours = middle["courant"]
    print(f"\ningest of {count} articles, {size / 1e6:.0f} MB of feeds")
    for name, run in middle.items():
        if name != "courant":
            print(f"  {name:9} {count / run['readable']:8.0f} articles a CPU second, {run['memory']:.0f} MiB anonymous")
            continue
        for what in ("readable", "indexed"):
            ratios = [f"{other['readable'] / ours[what]:.2f} x {peer}" for peer, other in middle.items() if peer != name]
            print(f"  {name:9} {count / ours[what]:8.0f} articles a CPU second {what}: {', '.join(ratios)}")
        print(f"  {name:9} {ours['memory']:8.0f} MiB anonymous; on disk {ours['disk'] / size:.2f} x the feeds")
