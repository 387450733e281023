#!/usr/bin/env python3
"""Measures Sijill against its peers in one run and prints the ratios.

    python3 benches/compare.py SIJILL [--work DIR] [--rows 100000] [--persons 1000000] [--postgres URL]

SIJILL is the program built with `cargo build --profile dist` or `--release`.
Needs: sqlite-utils (PyPI), the sqlite3 shell, and for the search PostgreSQL
with pg_trgm and psycopg (PyPI). What is missing is skipped and said.
"""
import argparse, csv, json, os, random, resource, shutil, statistics, subprocess, sys, time
from pathlib import Path

parser = argparse.ArgumentParser()
parser.add_argument("sijill")
parser.add_argument("--work", default="/tmp/sijill-bench")
parser.add_argument("--rows", type=int, default=100_000)
parser.add_argument("--persons", type=int, default=1_000_000)
parser.add_argument("--postgres", help="URL of a database that may be written to")
parser.add_argument("--only", default="import,open,search,study")
args = parser.parse_args()
work = Path(args.work)
work.mkdir(parents=True, exist_ok=True)
passphrase = work / "passphrase"
passphrase.write_text("a passphrase for benchmarks only\n")
only = set(args.only.split(","))
print(f"{os.cpu_count()} cores; seed 1; wall seconds unless said otherwise\n")


def run(*command, cwd=None, check=True, quiet=True):
    """Runs a command; returns wall seconds, peak MiB of the process, and its output."""
    before = time.monotonic()
    process = subprocess.Popen([str(part) for part in command], cwd=cwd,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE)
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
if "import" in only:
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

if "open" in only:
    sheet, office, _ = office_of(args.rows)
    _, out = sijill(office, "dev", "times", "open")
    times = json.loads(out)
    line(f"open a register of {args.rows:,} persons, show one (ms)", f"{times['open_ms']:.1f}", "", "at most 100")
    line("  of which the passphrase's Argon2id (ms), not counted", f"{times['unlock_ms']:.1f}", "", "")
    line("  peak memory (MiB)", f"{times['peak_mib']:.0f}", "", "at most 300")

if "search" in only:
    sheet, office, _ = office_of(args.persons)
    with open(sheet, newline="", encoding="utf-8") as file:
        rows = list(csv.reader(file))[1:]
    chance = random.Random(1)
    queries = []
    for _ in range(300):
        row = chance.choice(rows)
        queries.append(chance.choice([f"{row[1]} {row[4]}", row[4], f"{row[1]} {row[2]} {row[4]}", row[1]]))
    (work / "queries.txt").write_text("\n".join(queries), encoding="utf-8")
    _, out = sijill(office, "dev", "times", "search", "--queries", work / "queries.txt")
    times = json.loads(out)
    line(f"search among {args.persons:,} persons, p50 (ms)", f"{times['p50_ms']:.2f}", "", "")
    line("  p95 (ms)", f"{times['p95_ms']:.2f}", "", "at most 20")
    if args.postgres:
        import psycopg
        with psycopg.connect(args.postgres, autocommit=True) as db:
            db.execute("create extension if not exists pg_trgm")
            db.execute("drop table if exists bench_names")
            db.execute("create table bench_names (id text, name text)")
            with db.cursor().copy("copy bench_names from stdin") as copy:
                for row in rows:
                    copy.write_row((row[0], " ".join(row[1:5])))
            db.execute("create index on bench_names using gin (name gin_trgm_ops)")
            db.execute("vacuum analyze bench_names")
            peer = []
            for query in queries:
                pattern = "%" + "%".join(query.split()) + "%"
                before = time.monotonic()
                db.execute("select id, name from bench_names where name ilike %s order by name limit 20", (pattern,)).fetchall()
                peer.append((time.monotonic() - before) * 1000)
        peer.sort()
        mean, peer_mean = times["mean_ms"], statistics.mean(peer)
        p95 = peer[int(len(peer) * 0.95)]
        line("  mean; peer: ILIKE with a trigram index (ms)", f"{mean:.2f}", f"{peer_mean:.2f}", f"{peer_mean / mean:.0f} times faster, at least 20")
        line("  p95; peer the same (ms)", f"{times['p95_ms']:.2f}", f"{p95:.2f}", f"{p95 / times['p95_ms']:.0f} times faster")
    else:
        print("  (no --postgres: the peer of the search is skipped)")

if "study" in only:
    sheet, office, _ = office_of(args.persons)
    study = Path(__file__).parent / "study"
    shutil.copytree(study, office / "studies" / "bench", dirs_exist_ok=True)
    frame = work / "frame.sqlite"
    frame.unlink(missing_ok=True)
    sijill(office, "frame", "export", "--out", frame)
    _, out = sijill(office, "dev", "times", "study", "--study", "bench")
    times = json.loads(out)
    shell = []
    for _ in range(3):
        script = "\n".join(times["statements"]) + "\n"
        before = time.monotonic()
        subprocess.run(["sqlite3", frame], input=script.encode(), stdout=subprocess.DEVNULL, check=True)
        shell.append(time.monotonic() - before)
    a, b = times["compute_s"], statistics.median(shell)
    line(f"study over {args.persons:,} persons; peer: sqlite3 shell", f"{a:.2f}", f"{b:.2f}", f"{a / b:.2f}, at most 1.5")
    line("  reading the frame from the register, once (s)", f"{times['frame_s']:.2f}", "", "")
