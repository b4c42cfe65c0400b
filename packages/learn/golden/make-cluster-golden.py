"""Golden numbers of k-means, silhouette and adjusted Rand index: scikit-learn 1.2.1 on rows that both sides can make.

Run: /usr/bin/python3 make-cluster-golden.py cluster-sklearn.json
"""

import json
import sys

import numpy
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_rand_score, silhouette_score

rng = numpy.random.default_rng(4)
centers = rng.normal(size=(5, 3)) * 4
rows = numpy.round(numpy.vstack([c + rng.normal(size=(30, 3)) for c in centers]), 4)
overlap = numpy.round(rng.normal(size=(150, 3)), 4)
out = {"columns": 3, "sets": []}
for data in (rows, overlap):
    for k in (2, 5):
        fit = KMeans(k, n_init=50, random_state=1, algorithm="lloyd", tol=0).fit(data)
        other = rng.integers(0, 4, size=len(data))
        out["sets"].append(
            {
                "rows": data.ravel().tolist(),
                "k": k,
                "inertia": fit.inertia_,
                "labels": fit.labels_.tolist(),
                "silhouette": silhouette_score(data, fit.labels_),
                "other": other.tolist(),
                "rand": adjusted_rand_score(fit.labels_, other),
                "randOfHalf": adjusted_rand_score(fit.labels_, numpy.where(numpy.arange(len(data)) % 9 == 0, other, fit.labels_)),
            }
        )
print(json.dumps(out), file=open(sys.argv[1], "w"))
