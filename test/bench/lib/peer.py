"""The Python side of the benchmarks: one long-lived process that does one timed piece of work per line of its input.

Each line is a JSON object with `do` and that command's own fields; each answer is one JSON line. Everything runs on one
thread (OMP_NUM_THREADS=1 and nthread=1). Wall time by `perf_counter`, CPU time of this process by `process_time`.
"""

import json
import sys
import time

import numpy

try:
    import xgboost
except Exception:  # Not only where it is missing: a library of it that does not load is no peer either.
    xgboost = None
try:
    import sklearn
    from sklearn.ensemble import HistGradientBoostingClassifier
except Exception:
    sklearn = None

held = {}


def load(q):
    """Rows as float32 and labels as bytes, from raw files."""
    x = numpy.fromfile(q["x"], dtype=numpy.float32).reshape(-1, q["columns"])
    y = numpy.fromfile(q["y"], dtype=numpy.uint8)
    held[q["name"]] = (x, y, x.astype(numpy.float64))
    return {}


def load_xgboost(q):
    booster = xgboost.Booster(model_file=q["path"])
    booster.set_param({"nthread": 1})
    held["booster"] = booster
    return {}


def margins(q):
    """Writes the loaded booster's margins, to be compared before anything is timed."""
    x, _, _ = held[q["name"]]
    out = held["booster"].inplace_predict(x, predict_type="margin")
    out.astype(numpy.float32).tofile(q["out"])
    return {}


def contributions_out(q):
    x, _, _ = held[q["name"]]
    rows = xgboost.DMatrix(x[: q["rows"]], nthread=1)
    held["booster"].predict(rows, pred_contribs=True).astype(numpy.float32).tofile(q["out"])
    return {}


def xgboost_score(q):
    x, _, _ = held[q["name"]]
    booster = held["booster"]
    begin = time.perf_counter()
    booster.inplace_predict(x, predict_type="margin")
    return {"seconds": (time.perf_counter() - begin) / len(x)}


def xgboost_one(q):
    x, _, _ = held[q["name"]]
    booster = held["booster"]
    begin = time.perf_counter()
    for i in range(q["calls"]):
        booster.inplace_predict(x[i : i + 1], predict_type="margin")
    return {"seconds": (time.perf_counter() - begin) / q["calls"]}


def xgboost_reasons(q):
    x, _, _ = held[q["name"]]
    rows = xgboost.DMatrix(x[: q["rows"]], nthread=1)
    begin = time.perf_counter()
    held["booster"].predict(rows, pred_contribs=True)
    return {"seconds": (time.perf_counter() - begin) / q["rows"]}


def xgboost_one_reason(q):
    x, _, _ = held[q["name"]]
    begin = time.perf_counter()
    for i in range(q["calls"]):
        held["booster"].predict(xgboost.DMatrix(x[i : i + 1], nthread=1), pred_contribs=True)
    return {"seconds": (time.perf_counter() - begin) / q["calls"]}


def sklearn_model(q):
    return HistGradientBoostingClassifier(
        learning_rate=q["rate"],
        max_iter=q["trees"],
        max_depth=q["depth"],
        max_leaf_nodes=None,
        min_samples_leaf=20,
        l2_regularization=1.0,
        max_bins=255,
        early_stopping=False,
        random_state=1,
    )


def sklearn_fit_for_scoring(q):
    _, y, x64 = held[q["name"]]
    held["hgb"] = sklearn_model(q).fit(x64, y)
    return {}


def sklearn_score(q):
    _, _, x64 = held[q["name"]]
    begin = time.perf_counter()
    held["hgb"].decision_function(x64)
    return {"seconds": (time.perf_counter() - begin) / len(x64)}


def log_loss(margin, y):
    return float(numpy.mean(numpy.logaddexp(0, margin) - y * margin))


def sklearn_train(q):
    _, y, x64 = held[q["name"]]
    model = sklearn_model(q)
    begin = time.process_time()
    model.fit(x64, y)
    spent = time.process_time() - begin
    _, yv, x64v = held[q["holdout"]]
    return {"seconds": spent, "logLoss": log_loss(model.decision_function(x64v), yv)}


def sklearn_kmeans(q):
    """CPU seconds and the inertia of Lloyd's algorithm from given starts."""
    from sklearn.cluster import KMeans

    _, _, x64 = held[q["name"]]
    model = KMeans(q["k"], init="k-means++", n_init=q["starts"], max_iter=300, tol=q["tol"], algorithm=q["algorithm"], random_state=q["seed"])
    begin = time.process_time()
    model.fit(x64)
    return {"seconds": time.process_time() - begin, "logLoss": model.inertia_ / len(x64)}


def xgboost_train(q):
    x, y, _ = held[q["name"]]
    parameters = {
        "objective": "binary:logistic",
        "tree_method": "hist",
        "max_bin": 255,
        "max_depth": q["depth"],
        "eta": q["rate"],
        "lambda": 1,
        "min_child_weight": 5,
        "nthread": 1,
        "seed": 1,
        "base_score": float(y.mean()),
    }
    begin = time.process_time()
    booster = xgboost.train(parameters, xgboost.DMatrix(x, y, nthread=1), q["trees"])
    spent = time.process_time() - begin
    xv, yv, _ = held[q["holdout"]]
    return {"seconds": spent, "logLoss": log_loss(booster.inplace_predict(xv, predict_type="margin"), yv)}


commands = {
    f.__name__: f
    for f in [
        load,
        load_xgboost,
        margins,
        contributions_out,
        xgboost_score,
        xgboost_one,
        xgboost_reasons,
        xgboost_one_reason,
        sklearn_fit_for_scoring,
        sklearn_score,
        sklearn_train,
        sklearn_kmeans,
        xgboost_train,
    ]
}

print(
    json.dumps(
        {
            "python": sys.version.split()[0],
            "xgboost": getattr(xgboost, "__version__", None),
            "sklearn": getattr(sklearn, "__version__", None),
        }
    ),
    flush=True,
)
for line in sys.stdin:
    question = json.loads(line)
    try:
        answer = commands[question["do"]](question)
    except Exception as error:
        answer = {"error": f"{type(error).__name__}: {error}"}
    print(json.dumps(answer), flush=True)
