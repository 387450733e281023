#!/usr/bin/env python3
"""Splink 5 on one list, for comparison; prints one line of JSON.

    python3 benches/linkage_splink.py FILE.csv TRUTH.csv

Needs splink (PyPI). Folded names, Splink's own comparisons, blocking rules of
two or three fields, u from random pairs and m by expectation-maximisation: what
an office could set up from Splink's documentation, without labels.
"""
import json, resource, sys, unicodedata
import pandas as pd
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

NAMES = ["given_name", "father_name", "family_name", "mother_name"]
LETTERS = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي", "ـ": None})


def fold(text):
    if not isinstance(text, str) or not text:
        return None
    text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return text.lower().translate(LETTERS).replace("-", " ").strip() or None


frame = pd.read_csv(sys.argv[1], dtype=str)
truth = pd.read_csv(sys.argv[2], dtype=str)
truth.columns = ["rec_id", "person"]
for name in NAMES:
    frame[name] = frame[name].map(fold)
frame["day"] = frame["event_date"].where(frame["event_date"].str.len() == 10)
frame["month"] = frame["event_date"].str[:7]
settings = SettingsCreator(
    link_type="dedupe_only",
    unique_id_column_name="rec_id",
    comparisons=[cl.JaroWinklerAtThresholds(name, [0.92, 0.85]).configure(term_frequency_adjustments=True) for name in NAMES]
    + [
        cl.ExactMatch("sex"),
        cl.LevenshteinAtThresholds("birth_date", [1, 2]),
        cl.ExactMatch("governorate"),
        cl.ExactMatch("town").configure(term_frequency_adjustments=True),
        cl.ExactMatch("day"),
    ],
    blocking_rules_to_generate_predictions=[
        block_on("given_name", "family_name", "governorate"),
        block_on("given_name", "family_name", "month"),
        block_on("given_name", "father_name", "family_name"),
        block_on("given_name", "father_name", "month"),
        block_on("family_name", "day"),
        block_on("given_name", "day", "governorate"),
        block_on("family_name", "month", "town"),
        block_on("father_name", "family_name", "town"),
    ],
)
api = DuckDBAPI()
linker = Linker(api.register(frame), settings, log_level=40)
linker.training.estimate_u_using_random_sampling(max_pairs=1e6)
for rule in (block_on("given_name", "family_name"), block_on("day", "town"), block_on("given_name", "father_name")):
    linker.training.estimate_parameters_using_expectation_maximisation(rule)
predicted = linker.inference.predict(threshold_match_probability=0.02)
clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(predicted, threshold_match_probability=0.9)
pairs = predicted.as_pandas_dataframe()[["rec_id_l", "rec_id_r", "match_probability"]]
clusters = clusters.as_pandas_dataframe()[["rec_id", "cluster_id"]]

person = truth.set_index("rec_id")["person"]
sizes = truth["person"].value_counts()
true_pairs = int((sizes * (sizes - 1) // 2).sum())
pairs["same"] = person.loc[pairs["rec_id_l"]].to_numpy() == person.loc[pairs["rec_id_r"]].to_numpy()
pairs = pairs.sort_values("match_probability", ascending=False)
hits = pairs["same"].cumsum()
f1 = 2 * hits / (range(1, len(pairs) + 1) + pd.Series(true_pairs, index=pairs.index))


def pairs_of(counts):
    return int((counts * (counts - 1) // 2).sum())


both = clusters.merge(truth, on="rec_id")
found = pairs_of(both["cluster_id"].value_counts())
right = pairs_of(both.groupby(["cluster_id", "person"]).size())
high = pairs[pairs["match_probability"] >= 0.95]
usage = resource.getrusage(resource.RUSAGE_SELF)
print(
    json.dumps(
        {
            "pair_f1": float(f1.max()),
            "cluster_f1": 2 * right / (found + true_pairs),
            "precision_at_95": float(high["same"].mean()),
            "cpu_seconds": usage.ru_utime + usage.ru_stime,
            "peak_gib": usage.ru_maxrss / 1024 / 1024,
        }
    )
)
