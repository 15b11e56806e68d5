#!/usr/bin/env python3
"""Train the trees that judge the corrector's edits.

    acceptance.py TREES COLUMNS ROWS [ROWS ...]

ROWS are what `emend-dev features` writes (float32), COLUMNS its line of column names. TREES is what `emend-dev judge`
puts into a model (trees.py has its form). Prints precision by predicted probability on
documents left out. Needs: pip install numpy lightgbm.
"""
import sys
import lightgbm as lgb
import numpy as np
import trees

trees_path, columns_path, *row_paths = sys.argv[1:]
names = open(columns_path).read().split()
rows = np.concatenate([np.fromfile(path, dtype=np.float32).reshape(-1, len(names)) for path in row_paths])
label, document, kind, x = rows[:, 0], rows[:, 1].astype(int), rows[:, 2].astype(int), rows[:, 3:]
held = document % 10 == 7
settings = dict(objective="binary", num_leaves=31, learning_rate=.05, min_data_in_leaf=60, feature_fraction=.7, bagging_fraction=.8,
                bagging_freq=1, lambda_l2=2, max_bin=255, seed=1, deterministic=True, force_row_wise=True, num_threads=2, verbose=-1)
booster = lgb.train(settings, lgb.Dataset(x[~held], label[~held]), num_boost_round=300)
p = booster.predict(x[held])
y = label[held]
print(f"{len(rows)} proposals, {label.mean():.3f} right; left out: {held.sum()}")
for low, high in [(0, .1), (.1, .25), (.25, .5), (.5, .75), (.75, .85), (.85, .95), (.95, .98), (.98, 1.01)]:
    part = (p >= low) & (p < high)
    if part.any():
        print(f"  predicted {low:.2f}-{high:.2f}: {part.sum():7d}, mean {p[part].mean():.3f}, right {y[part].mean():.3f}")
for level in (.5, .75, .95):
    part = p >= level
    print(f"  from {level}: precision {y[part].mean():.4f}, of all right ones {y[part].sum() / y.sum():.4f}")
print("  by gain:", " ".join(f"{names[3 + i]}={v:.0f}" for i, v in sorted(enumerate(booster.feature_importance("gain")), key=lambda t: -t[1])))

trees.write(trees_path, [booster])
