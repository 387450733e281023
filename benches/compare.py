#!/usr/bin/env python3
"""Measures Sijill against its peers in one run and prints the ratios with their bounds.

    python3 benches/compare.py [PART...] [--rows 100000] [--persons 1000000] [--repeat 3] [--work DIR]

Parts: import, memory, open, search, study; all of them when none is named. Needs the
programs built with `cargo build --release` and `cargo build --release --examples -p register
-p study`, sqlite-utils (PyPI) for `import`, the sqlite3 shell for `study` and PostgreSQL with
pg_trgm for `search`. A part whose peer is missing says so and is left out.

Each line says what took how long by the clock and, in brackets, on the processor: on a busy
machine only the second can be compared. Both sides of a ratio run one after the other, in turn,
and the medians are compared.
"""
import argparse, json, os, re, shutil, signal, statistics, subprocess, sys, tempfile, time
from pathlib import Path

PARTS = ["import", "memory", "open", "search", "study"]
HERE = Path(__file__).resolve().parent.parent
parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
parser.add_argument("--rows", type=int, default=100_000, help="rows of the imported sheet")
parser.add_argument("--persons", type=int, default=1_000_000, help="persons of search and study")
parser.add_argument("--searches", type=int, default=300, help="how many of the 300 searches the peer runs too")
parser.add_argument("--repeat", type=int, default=3, help="how often the two imports run")
parser.add_argument("--work", default=os.path.join(tempfile.gettempdir(), "sijill-bench"))
target = Path(os.environ.get("CARGO_TARGET_DIR", HERE / "target")) / "release"
parser.add_argument("--built", type=Path, default=target, help="folder of the built programs")
args = parser.parse_args()
if unknown := set(args.parts) - set(PARTS):
    parser.error(f"no such part: {', '.join(unknown)}")
wanted = args.parts or PARTS
# A run that is ended early still stops the server that it started.
signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended"))
work = Path(args.work)
work.mkdir(parents=True, exist_ok=True)
passphrase = work / "passphrase"
passphrase.write_text("a passphrase for benchmarks only\n")
programs = next(iter(sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)), None)


class Ran:
    """A program that has ended: its output, seconds by the clock and on the processor, peak memory in MB."""

    def __init__(self, *command, stdin=None):
        command = [str(part) for part in command]
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            before = time.monotonic()
            process = subprocess.Popen(command, stdin=stdin, stdout=out, stderr=err)
            _, status, used = os.wait4(process.pid, 0)
            self.wall = time.monotonic() - before
            process.returncode = os.waitstatus_to_exitcode(status)
            for file in (out, err):
                file.seek(0)
            self.out, error = out.read().decode(), err.read().decode()
        if process.returncode != 0:
            sys.exit(f"{' '.join(command)}\n{self.out}{error}")
        self.processor = used.ru_utime + used.ru_stime
        self.memory = used.ru_maxrss / 1024


def sijill(office, *command):
    return Ran(args.built / "sijill", "--office", office, "--passphrase-file", passphrase, "--user", "admin", *command)


def sheet_of(rows):
    sheet = work / f"{rows}.csv"
    if not sheet.exists():
        Ran(args.built / "sijill", "dev", "generate", "--persons", rows, "--out", sheet)
    return sheet


def import_into_new_office(rows):
    """Makes an office anew; how the import of this many rows ran."""
    sheet, office = sheet_of(rows), work / f"office-{rows}"
    shutil.rmtree(office, ignore_errors=True)
    Ran(args.built / "sijill", "init", office, "--user", "admin", "--passphrase-file", passphrase)
    return office, sijill(office, "import", sheet, "--mapping", sheet.with_suffix(".toml"))


def office_of(rows):
    office = work / f"office-{rows}"
    return office if (office / "office.toml").exists() else import_into_new_office(rows)[0]


def seconds(wall, processor):
    return f"{wall:.2f} s ({processor:.2f})"


def line(what, ours, theirs, ratio):
    print(f"{what:52} {ours:>20} {theirs:>20}  {ratio}", flush=True)


def middle(runs):
    return statistics.median(run.wall for run in runs), statistics.median(run.processor for run in runs)


def compare_import():
    if subprocess.run([sys.executable, "-m", "sqlite_utils", "--version"], capture_output=True).returncode != 0:
        return line("import", "-", "-", "left out: sqlite-utils is not installed")
    ours, theirs = [], []
    for _ in range(args.repeat):
        ours.append(import_into_new_office(args.rows)[1])
        plain = work / "plain.db"
        plain.unlink(missing_ok=True)
        theirs.append(
            Ran(sys.executable, "-m", "sqlite_utils", "insert", plain, "rows", sheet_of(args.rows), "--csv")
        )
    a, b = middle(ours), middle(theirs)
    ratio = f"{a[0] / b[0]:.2f} ({a[1] / b[1]:.2f}) times, at most 3"
    line(f"import {args.rows:,} rows; sqlite-utils insert", seconds(*a), seconds(*b), ratio)
    line("  its peak memory", f"{max(run.memory for run in ours):.0f} MB", "", "at most 300 MB")


STUDY = """title = { ar = "قياس", en = "Benchmark" }
[span]
from = "2011-01-01"
until = "2021-01-01"
[[period]]
id = "before"
label = { ar = "قبل", en = "Before" }
from = "2011-01-01"
until = "2018-10-09"
[[period]]
id = "after"
label = { ar = "بعد", en = "After" }
from = "2018-10-09"
until = "2021-01-01"
[population]
rows = "select id from persons where sex = 'male'"
[[figure]]
id = "arrests"
title = { ar = "الاعتقالات", en = "Arrests" }
unit = "event"
clock = "none"
kind = "documented_count"
group_by = ["period"]
rows = "select a.id, a.when_text, a.sure, a.confirmed from arrests a join population using (person_id)"
"""


def measure_memory():
    office = office_of(args.rows)
    study = office / "studies" / "bench"
    study.mkdir(parents=True, exist_ok=True)
    (study / "study.toml").write_text(STUDY)
    one = json.loads(sijill(office, "search", "محمد", "--format", "json").out)
    someone = find_id(one)
    for what, command in [
        ("search", ["search", "محمد الحريري"]),
        ("show", ["show", someone]),
        ("study run", ["study", "run", "bench", "--format", "json"]),
    ]:
        ran = sijill(office, *command)
        line(f"peak memory at {args.rows:,} persons: {what}", f"{ran.memory:.0f} MB", "", "at most 300 MB")


def find_id(value):
    """The first id in a JSON value."""
    if isinstance(value, dict):
        if isinstance(value.get("id"), str):
            return value["id"]
        value = list(value.values())
    for inner in value if isinstance(value, list) else []:
        if found := find_id(inner):
            return found
    return None


def measure_open():
    office = office_of(args.rows)
    someone = find_id(json.loads(sijill(office, "search", "محمد", "--format", "json").out))
    runs = [sijill(office, "show", someone) for _ in range(5)]
    whole = middle(runs)
    line(f"show one of {args.rows:,}, the whole program", seconds(*whole), "", "with Argon2id, slow on purpose")
    example = register_example(100_000)
    found = re.search(r"opening and showing one: ([0-9.]+)(\S+) \(processor ([0-9.]+)(\S+)\)", example)
    wall, processor = milliseconds(*found.group(1, 2)), milliseconds(*found.group(3, 4))
    line("open 100,000 and show one, keys unwrapped", f"{wall:.1f} ms ({processor:.1f})", "", "at most 100 ms")


def milliseconds(number, unit):
    return float(number) * {"ns": 1e-6, "µs": 1e-3, "ms": 1, "s": 1000}[unit]


def register_example(persons):
    """Fills a register where there is none yet, looks into it and returns what it says."""
    return Ran(args.built / "examples" / "bench_write", persons, 5000, work / f"register-{persons}").out


def compare_search():
    said = register_example(args.persons)
    spread = {}
    for kind in ["on the processor", "by the clock"]:
        found = re.search(rf"search {kind}: median ([0-9.]+)([^\s,]+), p95 ([0-9.]+)([^\s,]+)", said)
        spread[kind] = milliseconds(*found.group(1, 2)), milliseconds(*found.group(3, 4))
    (cpu_median, cpu_p95), (median, p95) = spread["on the processor"], spread["by the clock"]
    line(f"search among {args.persons:,}, p95", f"{p95:.1f} ms ({cpu_p95:.1f})", "", "at most 20 ms")
    if programs is None:
        return line("search", "-", "-", "left out: PostgreSQL is not installed")
    beside = work / f"register-{args.persons}"
    names, texts = beside.with_suffix(".names.csv"), beside.with_suffix(".queries.txt")
    wall, processor = re.search(r"300 searches: ([0-9.]+\S+) \(processor ([0-9.]+\S+)\)", said).groups()
    wall, processor = (milliseconds(*re.fullmatch(r"([0-9.]+)(\D+)", text).groups()) / 300 for text in (wall, processor))
    for how, (times, theirs) in postgres_search(names, texts.read_text().split("\n")[: args.searches]).items():
        mean = statistics.mean(times)
        line(
            f"  mean of {len(times)}; PostgreSQL ILIKE, {how}",
            f"{wall:.2f} ms ({processor:.2f})",
            f"{mean:.1f} ms ({theirs:.1f})",
            f"{mean / wall:.1f} ({theirs / processor:.1f}) times as fast, at least 20",
        )
        late = sorted(times)[len(times) * 95 // 100]
        line("    median; p95", f"{median:.1f}; {p95:.1f} ms", f"{statistics.median(times):.1f}; {late:.1f} ms", "")


def postgres_search(names, texts):
    """The same searches by ILIKE over a trigram index, in milliseconds: each by the clock, and their
    mean on the server's processor (Linux)."""
    folder = Path(tempfile.mkdtemp(prefix="sijill-pg-"))
    shutil.copy(names, folder / "names.csv")
    as_user = ["su", "postgres", "-s", "/bin/sh", "-c"] if os.geteuid() == 0 else ["sh", "-c"]
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
        shutil.chown(folder / "names.csv", "postgres")

    def server(command):
        subprocess.run([*as_user, f"cd {folder} && {programs}/{command}"], check=True, stdout=subprocess.DEVNULL)

    def ask(script):
        (folder / "script.sql").write_text(script)
        os.chmod(folder / "script.sql", 0o644)
        done = [*as_user, f"{programs}/psql -X -q -h {folder} -d postgres -v ON_ERROR_STOP=1 -f {folder}/script.sql"]
        return subprocess.run(done, check=True, capture_output=True, text=True).stdout

    # A locale in which Arabic letters are letters: in "C" pg_trgm makes no trigrams of them.
    server(f"initdb -D {folder}/data -E UTF8 --locale=C.UTF-8 -A trust --no-sync")
    options = f"-k {folder} -c listen_addresses= -c shared_buffers=512MB -c max_parallel_workers_per_gather=0 -c jit=off"
    server(f"pg_ctl -D {folder}/data -o '{options}' -l {folder}/log -w start")
    try:
        ask(
            "create extension pg_trgm; create table person (id int, name text);"
            f"\\copy person from '{folder}/names.csv' with (format csv)\n"
            "create index on person using gin (name gin_trgm_ops); vacuum analyze person;"
        )
        times = {}
        # What a search gives is its best twenty; the peer is also given the easier task of any twenty.
        for how, order in [("best twenty", "order by similarity(name, {whole}) desc"), ("any twenty", "")]:
            spent = "\\! cut -d' ' -f1 /proc/$BACKEND/schedstat"
            script = ["select pg_backend_pid() as pid \\gset", "\\setenv BACKEND :pid", spent]
            script += ["\\timing on", "\\o /dev/null"]
            for text in texts:
                if not text.strip():
                    continue
                quoted = [word.replace("'", "''") for word in text.split()]
                having = " and ".join(f"name ilike '%{word}%'" for word in quoted)
                ordered = order.format(whole="'" + " ".join(quoted) + "'")
                script.append(f"select id, name from person where {having} {ordered} limit 20;")
            said = ask("\n".join([*script, "\\timing off", spent]))
            found = [float(number) for number in re.findall(r"(?m)^Time: ([0-9.]+) ms", said)]
            begun, ended = (int(number) for number in re.findall(r"(?m)^([0-9]+)$", said))
            times[how] = found, (ended - begun) / 1e6 / len(found)
        return times
    finally:
        server(f"pg_ctl -D {folder}/data -m immediate stop")
        shutil.rmtree(folder, ignore_errors=True)


def compare_study():
    if shutil.which("sqlite3") is None:
        return line("study", "-", "-", "left out: the sqlite3 shell is not installed")
    folder = work / "study"
    folder.mkdir(exist_ok=True)
    ours = Ran(args.built / "examples" / "million", args.persons, folder)
    took = {kind: float(s) for kind, s in re.findall(r"study, checks (\w+)\s+([0-9.]+) s", ours.out)}
    with open(folder / "study.sql") as script:
        theirs = Ran("sqlite3", folder / "frame.sqlite", stdin=script)
    line(
        f"study of {args.persons:,} persons; sqlite3 shell",
        f"({took['Left']:.2f} s)",
        seconds(theirs.wall, theirs.processor),
        f"({took['Left'] / theirs.processor:.2f}) times, at most 1.5",
    )
    line("  with its checks", f"({took['Run']:.2f} s)", "", f"({took['Run'] / theirs.processor:.2f}) times")


print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the beginning; seed 1; by the clock (on the processor)\n")
line("what", "Sijill", "peer", "ratio, bound")
for part, measure in zip(PARTS, [compare_import, measure_memory, measure_open, compare_search, compare_study]):
    if part in wanted:
        measure()
print(f"\nload {os.getloadavg()[0]:.1f} at the end")
