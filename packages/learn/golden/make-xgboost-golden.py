"""Makes the golden files of this folder with XGBoost and scikit-learn, on synthetic rows of a fixed seed.

Run with `python3 packages/learn/golden/make-xgboost-golden.py`; needs numpy, xgboost and scikit-learn (made with 1.24.2, 1.7.4
and 1.2.1). The files are committed, so tests need no Python.
"""

import json
import pathlib

import numpy
import sklearn.calibration
import sklearn.linear_model
import sklearn.metrics
import xgboost

HERE = pathlib.Path(__file__).parent


def numbers(values, digits=9):
    """Floats with as many digits as a float32 needs to come back as itself; missing is null."""
    return [None if numpy.isnan(v) else float(f"%.{digits}g" % v) for v in numpy.asarray(values).ravel()]


def write(name, content):
    (HERE / name).write_text(json.dumps(content, separators=(",", ":")) + "\n")


def synthetic(rows, columns, missing, seed):
    """Normal columns, the last one a count of few levels; an outcome with an interaction; values missing at random."""
    rng = numpy.random.default_rng(seed)
    x = rng.normal(size=(rows, columns)).astype(numpy.float32)
    x[:, -1] = rng.integers(0, 5, size=rows)
    t = x[:, 0] - 0.8 * x[:, 1] + x[:, 2] * x[:, 0] + 0.4 * x[:, -1] - 1
    y = (rng.random(rows) < 1 / (1 + numpy.exp(-t))).astype(int)
    x[rng.random(x.shape) < missing] = numpy.nan
    return x, y


def booster_golden(name, *, rows, columns, missing, seed, trees, **parameters):
    x, y = synthetic(rows, columns, missing, seed)
    data = xgboost.DMatrix(x, y)
    booster = xgboost.train(
        {"objective": "binary:logistic", "eta": 0.3, "seed": seed, "nthread": 1, **parameters}, data, trees
    )
    raw = json.loads(bytes(booster.save_raw("json")))["learner"]
    base_score = float(raw["learner_model_param"]["base_score"])
    shown = xgboost.DMatrix(x[:60])
    write(
        name,
        {
            "columns": columns,
            "bias": float(numpy.log(base_score / (1 - base_score))),
            "trees": [
                {
                    "feature": tree["split_indices"],
                    "below": numbers(tree["split_conditions"]),
                    "defaultLeft": [int(v) for v in tree["default_left"]],
                    "left": tree["left_children"],
                    "right": tree["right_children"],
                    "cover": numbers(tree["sum_hessian"]),
                }
                for tree in raw["gradient_booster"]["model"]["trees"]
            ],
            "rows": numbers(x[:60]),
            "margins": numbers(booster.predict(shown, output_margin=True)),
            "contributions": numbers(booster.predict(shown, pred_contribs=True)),
        },
    )


def logistic_golden():
    cases = []
    for rows, columns, l2, separable, seed in [(300, 6, 1.0, False, 3), (300, 6, 0.05, False, 4), (80, 3, 1.0, True, 5)]:
        rng = numpy.random.default_rng(seed)
        x = rng.normal(size=(rows, columns)).astype(numpy.float32)
        x[:, -1] = x[:, -1] > 0.3
        t = x @ rng.normal(size=columns) - 0.5
        y = (t > 0 if separable else rng.random(rows) < 1 / (1 + numpy.exp(-t))).astype(int)
        model = sklearn.linear_model.LogisticRegression(C=1 / l2, solver="newton-cholesky", tol=1e-12, max_iter=1000)
        model.fit(x.astype(numpy.float64), y)
        cases.append(
            {
                "l2": l2,
                "separable": separable,
                "columns": columns,
                "x": numbers(x),
                "y": y.tolist(),
                "intercept": float(model.intercept_[0]),
                "coefficients": model.coef_[0].tolist(),
            }
        )
    rng = numpy.random.default_rng(6)
    margins = numpy.round(rng.normal(-1, 2, size=400), 6)
    y = (rng.random(400) < 1 / (1 + numpy.exp(-(0.6 * margins + 0.3)))).astype(int)
    # scikit-learn's probability is 1 / (1 + exp(a f + b)), so both change sign here.
    a, b = sklearn.calibration._sigmoid_calibration(margins, y)
    p = numpy.round(1 / (1 + numpy.exp(-margins)), 2)
    write(
        "sklearn.json",
        {
            "logistic": cases,
            "platt": {"margins": margins.tolist(), "y": y.tolist(), "a": -float(a), "b": -float(b)},
            # Probabilities of two decimals, so that ties decide.
            "metrics": {
                "p": p.tolist(),
                "y": y.tolist(),
                "rocAuc": sklearn.metrics.roc_auc_score(y, p),
                "prAuc": sklearn.metrics.average_precision_score(y, p),
                "logLoss": sklearn.metrics.log_loss(y, numpy.clip(p, 1e-15, 1 - 1e-15)),
                "brier": sklearn.metrics.brier_score_loss(y, p),
            },
        },
    )


booster_golden("xgboost-missing.json", rows=2000, columns=6, missing=0.15, seed=1, trees=20, max_depth=4, tree_method="hist")
booster_golden("xgboost-deep.json", rows=3000, columns=4, missing=0.05, seed=2, trees=10, max_depth=7, min_child_weight=0.5)
booster_golden("xgboost-complete.json", rows=1000, columns=5, missing=0, seed=7, trees=15, max_depth=3, base_score=0.2)
logistic_golden()
