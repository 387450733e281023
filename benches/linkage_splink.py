#!/usr/bin/env python3
"""Splink 5 on one list, for comparison; prints one line of JSON.

    python3 benches/linkage_splink.py FILE.csv TRUTH.csv

Needs splink (PyPI). Set up as somebody would who knows both Splink and Arabic names:
spellings folded, consonant skeletons that Arabic and Latin letters share, governorates
by one name in both scripts, levels of its own for names, dates and places with term
frequencies, fifteen blocking rules, the list a record comes from as a field, and the
m-probability of "given names differ" set by hand, as siblings on a list otherwise
teach it that they may differ. u from random pairs, m by expectation-maximisation, no labels.
"""
import json, re, resource, sys, tempfile, unicodedata
import duckdb
import numpy as np
import pandas as pd
import splink.comparison_level_library as level
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

# Clusters are drawn from each; the best with the truth in hand counts.
THRESHOLDS = [0.9, 0.95, 0.98, 0.99, 0.995, 0.999, 0.9999, 0.99999]
NAMES = ["given_name", "father_name", "family_name", "mother_name"]
LETTERS = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي", "ـ": None, "ء": None})
DIGRAPHS = [("sh", "c"), ("ch", "c"), ("kh", "k"), ("gh", "g"), ("th", "t"), ("dh", "d"), ("ph", "f")]
CONSONANTS = str.maketrans(
    dict(zip("بتثجحخدذرزسشصضطظغفقكلمنه", "bttjhkddrzscsdtzgfkklmnh")) | dict(zip("qpvx", "kbfs")) | dict.fromkeys("اعويaeiouwy'’` ")
)
GOVERNORATES = dict(
    zip(
        "aleppo|damascus|rural damascus|homs|hama|lattakia|latakia|tartus|tartous|idlib|idleb|ar raqqa|al raqqa|raqqa|deir ez zor|deir al zor|al hasakeh|hasakah|al hasakah|hasakeh|daraa|dara|dar'a|as sweida|sweida|suwayda|as suwayda|al sweida|quneitra|al quneitra".split("|"),
        "حلب|دمشق|ريف دمشق|حمص|حماه|اللاذقيه|اللاذقيه|طرطوس|طرطوس|ادلب|ادلب|الرقه|الرقه|الرقه|دير الزور|دير الزور|الحسكه|الحسكه|الحسكه|الحسكه|درعا|درعا|درعا|السويداء|السويداء|السويداء|السويداء|السويداء|القنيطره|القنيطره".split("|"),
    )
)


def fold(text):
    if not isinstance(text, str) or not text:
        return None
    text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    text = text.lower().translate(LETTERS).replace("-", " ")
    text = re.sub(r"^(ال|al |el |as |ar )(?=\S\S)", "", text.strip())
    return text.replace(" ", "") or None


def skeleton(text):
    if not text:
        return None
    for of, to in DIGRAPHS:
        text = text.replace(of, to)
    text = re.sub(r"(.)\1+", r"\1", text.translate(CONSONANTS))
    return (text[:-1] if len(text) > 2 and text.endswith("h") else text) or None


def place(text):
    if not isinstance(text, str) or not text:
        return None
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    plain = plain.lower().translate(LETTERS).replace("-", " ").strip()
    return GOVERNORATES.get(plain, plain).replace("سويداء", "سويدا")


frame = pd.read_csv(sys.argv[1], dtype=str)
truth = pd.read_csv(sys.argv[2], dtype=str)
truth.columns = ["rec_id", "person"]
for name in NAMES:
    frame[name] = frame[name].map(fold)
    frame[f"{name}_sound"] = frame[name].map(skeleton)
frame["governorate"] = frame["governorate"].map(place)
for name in ("district", "town"):
    frame[name] = frame[name].map(fold).map(skeleton)
frame["day"] = frame["event_date"].where(frame["event_date"].str.len() == 10)
frame["month"] = frame["event_date"].str[:7].where(frame["event_date"].str.len() >= 7)
frame["year"] = frame["event_date"].str[:4]
frame["birth_year"] = frame["birth_date"].str[:4]


def named(name, rarer):
    levels = [
        level.NullLevel(name),
        level.ExactMatchLevel(name, term_frequency_adjustments=True),
        level.ExactMatchLevel(f"{name}_sound", term_frequency_adjustments=True),
        level.JaroWinklerLevel(name, 0.92),
        level.JaroWinklerLevel(name, 0.84),
        level.LevenshteinLevel(f"{name}_sound", 1),
    ]
    differ = level.ElseLevel()
    if rarer:
        differ = differ.configure(m_probability=0.001, fix_m_probability=True)
    return cl.CustomComparison(output_column_name=name, comparison_levels=[*levels, differ])


days = cl.CustomComparison(
    output_column_name="event_date",
    comparison_levels=[
        level.NullLevel("event_date"),
        level.ExactMatchLevel("day", term_frequency_adjustments=True),
        level.CustomLevel("day_l is not null and day_r is not null and abs(datediff('day', day_l::date, day_r::date)) <= 3", "within three days"),
        level.ExactMatchLevel("month"),
        level.CustomLevel("abs(datediff('month', (year_l || coalesce(substr(month_l, 5), '-07') || '-15')::date, (year_r || coalesce(substr(month_r, 5), '-07') || '-15')::date)) <= 2", "within two months"),
        level.ExactMatchLevel("year"),
        level.ElseLevel(),
    ],
)
births = cl.CustomComparison(
    output_column_name="birth_date",
    comparison_levels=[
        level.NullLevel("birth_date"),
        level.CustomLevel("length(birth_date_l) = 10 and birth_date_l = birth_date_r", "same day"),
        level.ExactMatchLevel("birth_year"),
        level.CustomLevel("abs(birth_year_l::int - birth_year_r::int) <= 1", "within a year"),
        level.CustomLevel("abs(birth_year_l::int - birth_year_r::int) <= 3", "within three years"),
        level.ElseLevel(),
    ],
)
places = cl.CustomComparison(
    output_column_name="place",
    comparison_levels=[
        level.NullLevel("governorate"),
        level.ExactMatchLevel("town", term_frequency_adjustments=True),
        level.LevenshteinLevel("town", 1),
        level.ExactMatchLevel("district"),
        level.ExactMatchLevel("governorate"),
        level.ElseLevel(),
    ],
)
given, father, family = "given_name_sound", "father_name_sound", "family_name_sound"
settings = SettingsCreator(
    link_type="dedupe_only",
    retain_matching_columns=False,
    unique_id_column_name="rec_id",
    comparisons=[named(name, name == "given_name") for name in NAMES]
    + [days, births, places, cl.ExactMatch("sex"), cl.ExactMatch("source"), cl.ExactMatch("event_type")],
    blocking_rules_to_generate_predictions=[
        block_on(*keys)
        for keys in [
            (given, family, "governorate"),
            (given, family, "year"),
            (family, "day"),
            (given, father, "month"),
            (given, father, family),
            (family, "governorate", "month"),
            (given, "governorate", "day"),
            (given, father, "town"),
            (given, "month", "town"),
            (father, family, "town"),
            (father, family, "month"),
            (family, "town", "year"),
            (father, "day", "governorate"),
            (given, father, "birth_year"),
            ("day", "town", "sex"),
        ]
    ],
)
# Within this much memory, the rest on disk: at a million records it takes all there is otherwise.
spill = tempfile.TemporaryDirectory()
database = duckdb.connect()
database.execute(f"SET memory_limit = '12GB'; SET temp_directory = '{spill.name}'; SET preserve_insertion_order = false")
api = DuckDBAPI(connection=database)
linker = Linker(api.register(frame), settings, log_level=40)
linker.training.estimate_u_using_random_sampling(max_pairs=1e7)
for rule in (block_on(given, family), block_on("day", "town"), block_on(father, family, "month")):
    linker.training.estimate_parameters_using_expectation_maximisation(rule)
predicted = linker.inference.predict(threshold_match_probability=0.02)
clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(predicted, threshold_match_probability=THRESHOLDS[0])
usage = resource.getrusage(resource.RUSAGE_SELF)

database.register("truth", truth)


def counted(sql):
    return int(database.execute(sql).fetchall()[0][0] or 0)


def pairs_within(groups):
    return counted(f"select sum(n * (n - 1) // 2) from (select count(*) as n from {groups})")


# Counted in the database: as a data frame the pairs of a million records alone fill the machine.
scored = database.execute(
    f"""select match_probability as p, l.person = r.person as same from {predicted.physical_name}
    join truth l on l.rec_id = rec_id_l join truth r on r.rec_id = rec_id_r order by p desc"""
).fetchnumpy()
true_pairs = pairs_within("truth group by person")
hits = np.cumsum(scored["same"])
f1 = 2 * hits / (np.arange(1, len(hits) + 1) + true_pairs)


def cluster_f1(clusters):
    found = pairs_within(f"{clusters.physical_name} group by cluster_id")
    right = pairs_within(f"{clusters.physical_name} join truth using (rec_id) group by cluster_id, person")
    return 2 * right / (found + true_pairs)


best = cluster_f1(clusters)
for threshold in THRESHOLDS[1:]:
    best = max(best, cluster_f1(linker.clustering.cluster_pairwise_predictions_at_threshold(predicted, threshold_match_probability=threshold)))
print(
    json.dumps(
        {
            "pair_f1": float(f1.max()),
            "cluster_f1": best,
            "precision_at_95": float(scored["same"][scored["p"] >= 0.95].mean()),
            "cpu_seconds": usage.ru_utime + usage.ru_stime,
            "peak_gib": usage.ru_maxrss / 1024 / 1024,
        }
    )
)
