"""Makes regression.json: what XGBoost and scikit-learn answer for numeric targets, on synthetic rows of a fixed seed.

Run with `python3 packages/learn/golden/make-regression-golden.py`; needs numpy, xgboost and scikit-learn (made with 1.24.2,
1.7.4 and 1.2.1). The columns have few levels, so that both histogram trainers see the same places to split and must grow
the same trees.
"""

import json
import pathlib

import numpy
import sklearn.linear_model
import sklearn.metrics
import xgboost


def numbers(values, digits):
    return [None if numpy.isnan(v) else float(f"%.{digits}g" % v) for v in numpy.asarray(values).ravel()]


rng = numpy.random.default_rng(11)
rows, columns = 400, 4
complete = rng.integers(0, 40, size=(rows, columns)).astype(numpy.float32)
y = (
    3 * complete[:, 0]
    - 0.05 * (complete[:, 1] - 20) ** 2
    + 0.1 * complete[:, 0] * (complete[:, 2] > 20)
    + rng.normal(0, 4, rows)
    + 500
).astype(numpy.float32)
x = complete.copy()
x[rng.random(x.shape) < 0.1] = numpy.nan

data = xgboost.DMatrix(x, y)
bias = float(numpy.float32(y.mean(dtype=numpy.float64)))
booster = xgboost.train(
    {
        "objective": "reg:squarederror",
        "base_score": bias,
        "tree_method": "exact",
        "eta": 0.2,
        "max_depth": 3,
        "lambda": 1,
        "min_child_weight": 20,
        "nthread": 1,
    },
    data,
    40,
)
predictions = booster.predict(data)
ridge = sklearn.linear_model.Ridge(alpha=2.0, solver="cholesky").fit(complete.astype(float), y.astype(float))
content = {
    "columns": columns,
    "x": numbers(x, 9),
    "complete": numbers(complete, 9),
    "y": numbers(y, 9),
    "predictions": numbers(predictions, 9),
    "contributions": numbers(booster.predict(data, pred_contribs=True)[:20], 9),
    "ridge": {
        "l2": 2,
        "intercept": float(ridge.intercept_),
        "coefficients": numbers(ridge.coef_, 15),
    },
    "metrics": {
        "rmse": float(numpy.sqrt(sklearn.metrics.mean_squared_error(y.astype(float), predictions.astype(float)))),
        "mae": float(sklearn.metrics.mean_absolute_error(y.astype(float), predictions.astype(float))),
        "r2": float(sklearn.metrics.r2_score(y.astype(float), predictions.astype(float))),
        "pinball90": float(sklearn.metrics.mean_pinball_loss(y.astype(float), predictions.astype(float), alpha=0.9)),
    },
}
path = pathlib.Path(__file__).parent / "regression.json"
path.write_text(json.dumps(content, separators=(",", ":")) + "\n")
