#!/usr/bin/env python3
"""Train the judge of places: trees that look once more at what the acceptance trees find likely.

    places.py TREES JUDGED [PAIRS ...]

JUDGED is what `emend-dev places --labels` writes of edits on real records that people judged, PAIRS what it writes of pairs of OCR and
truth, which weigh little: they keep the judge from learning the records by heart. The groups of JUDGED are the sources of the
records. Each source is judged by what was learned from the others; the probability that is claimed is that of the source that does
worst, so that it holds for one that was never seen. Prints right and wrong edits by threshold, source left out, and writes the trees
of all in the form of trees.py, ready for Dictionaries/places.trees. Needs: pip install numpy lightgbm.
"""
import csv
import sys
import lightgbm as lgb
import numpy as np
import trees

trees_path, judged_path, *pair_paths = sys.argv[1:]
SEEDS, ROUNDS, PAIR_WEIGHT = 2, 180, .1
SETTINGS = dict(objective="binary", num_leaves=12, learning_rate=.05, min_data_in_leaf=20, feature_fraction=.5, bagging_fraction=.8,
                bagging_freq=1, lambda_l2=5, deterministic=True, force_row_wise=True, num_threads=2, verbose=-1)


def read(path):
    """Groups, labels and features of a table."""
    with open(path, encoding="utf8") as lines:
        rows = list(csv.reader(lines, delimiter="\t"))[1:]
    return np.array([r[0] for r in rows]), np.array([int(r[2]) for r in rows]), np.array([[float(v) for v in r[3:]] for r in rows])


def boosters(x, y, weights):
    return [lgb.train(dict(SETTINGS, seed=seed), lgb.Dataset(x, y, weight=weights), ROUNDS) for seed in range(SEEDS)]


def score(found, x):
    """The mean of the boosters in log odds."""
    return np.mean([b.predict(x, raw_score=True) for b in found], axis=0)


def line(scores, labels):
    """Slope and offset that make log odds of scores: logistic regression by Newton's method."""
    a = np.array([1.0, 0.0])
    x = np.stack([scores, np.ones_like(scores)], axis=1)
    for _ in range(50):
        p = 1 / (1 + np.exp(-x @ a))
        a += np.linalg.solve((x * (p * (1 - p))[:, None]).T @ x + 1e-3 * np.eye(2), x.T @ (labels - p))
    return a


group, label, x = read(judged_path)
pairs = [read(path) for path in pair_paths]
pair_label = np.concatenate([p[1] for p in pairs]) if pairs else np.zeros(0)
pair_x = np.concatenate([p[2] for p in pairs]) if pairs else np.zeros((0, x.shape[1]))
weights = np.full(len(pair_label), PAIR_WEIGHT)

out = np.zeros(len(label))
for source in sorted(set(group)):
    held = group == source
    found = boosters(np.vstack([x[~held], pair_x]), np.r_[label[~held], pair_label], np.r_[np.ones((~held).sum()), weights])
    out[held] = score(found, x[held])
large = [s for s in sorted(set(group)) if (group == s).sum() >= 200]
lines = {s: line(out[group == s], label[group == s]) for s in large}
# The score at which each source reaches the level from which edits are applied.
reach = {s: (np.log(3) - b) / a for s, (a, b) in lines.items()}
worst = max(large, key=lambda s: reach[s])
slope, offset = lines[worst]
claimed = 1 / (1 + np.exp(-(slope * out + offset)))
print(f"{len(label)} judged edits, {len(pair_label)} of pairs; claimed is what holds for {worst}: {slope:.2f} x {offset:+.2f}")
for level in (.5, .75, .85, .95):
    part = claimed >= level
    print(f"  from {level}: right {label[part].sum()} of {label.sum()}, wrong {(1 - label[part]).sum()} of {(1 - label).sum()}; right by source: "
          + ", ".join(f"{s} {label[part & (group == s)].mean():.3f}" for s in sorted(set(group)) if (part & (group == s)).any()))

found = boosters(np.vstack([x, pair_x]), np.r_[label, pair_label], np.r_[np.ones(len(label)), weights])
trees.write(trees_path, found, scale=slope / SEEDS, offset=offset)
