#!/usr/bin/env python3
"""Measures Sijill against its peers in one run and prints the ratios.

    python3 benches/compare.py SIJILL [--work DIR] [--rows 100000]

SIJILL is the program built with `cargo build --profile dist` or `--release`.
Needs sqlite-utils (PyPI).
"""
import argparse, os, shutil, statistics, subprocess, sys, tempfile, time
from pathlib import Path

parser = argparse.ArgumentParser()
parser.add_argument("sijill")
parser.add_argument("--work", default=os.path.join(tempfile.gettempdir(), "sijill-bench"))
parser.add_argument("--rows", type=int, default=100_000)
args = parser.parse_args()
work = Path(args.work)
work.mkdir(parents=True, exist_ok=True)
passphrase = work / "passphrase"
passphrase.write_text("a passphrase for benchmarks only\n")
print(f"{os.cpu_count()} cores; seed 1; wall seconds unless said otherwise\n")


def run(*command, check=True):
    """Runs a command; returns wall seconds and its output."""
    before = time.monotonic()
    process = subprocess.Popen([str(part) for part in command], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    out, err = process.communicate()
    wall = time.monotonic() - before
    if check and process.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))}\n{err.decode()}")
    return wall, out.decode()


def sijill(office, *command):
    return run(args.sijill, "--office", office, "--passphrase-file", passphrase, "--user", "admin", *command)


def office_of(rows):
    """An office with this many imported rows; returns its folder and how long the import took."""
    sheet, office = work / f"{rows}.csv", work / f"office-{rows}"
    if not sheet.exists():
        run(args.sijill, "dev", "generate", "--persons", rows, "--out", sheet)
    took = None
    if not (office / "office.toml").exists():
        run(args.sijill, "init", office, "--user", "admin", "--passphrase-file", passphrase)
        took, _ = sijill(office, "import", sheet, "--mapping", sheet.with_suffix(".toml"))
    return sheet, office, took


def line(what, ours, theirs, bound):
    print(f"{what:58} {ours:>10} {theirs:>10}  {bound}")


line("what", "Sijill", "peer", "ratio, bound")
ours, theirs = [], []
for _ in range(3):
    shutil.rmtree(work / f"office-{args.rows}", ignore_errors=True)
    sheet, office, took = office_of(args.rows)
    ours.append(took)
    plain = work / "plain.db"
    plain.unlink(missing_ok=True)
    theirs.append(run(sys.executable, "-m", "sqlite_utils", "insert", plain, "rows", sheet, "--csv")[0])
a, b = statistics.median(ours), statistics.median(theirs)
line(f"import of {args.rows:,} rows; peer: sqlite-utils insert", f"{a:.2f}", f"{b:.2f}", f"{a / b:.2f}, at most 3")
