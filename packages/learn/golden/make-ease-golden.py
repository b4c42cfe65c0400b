"""EASE and item cosine by numpy's own inverse, for ease.test.ts. Run: python3 make-ease-golden.py > ease.json"""
import json
import numpy as np

rng = np.random.default_rng(4)
x = (rng.random((40, 7)) < [0.7, 0.5, 0.4, 0.3, 0.3, 0.2, 0.1]).astype(float)
gram = x.T @ x
p = np.linalg.inv(gram + 5.0 * np.eye(7))
b = -p / np.diag(p)[None, :]
np.fill_diagonal(b, 0)
norm = np.sqrt(np.outer(np.diag(gram), np.diag(gram)))
cosine = gram / norm
np.fill_diagonal(cosine, 0)
print(json.dumps({"x": x.astype(int).tolist(), "l2": 5, "ease": b.ravel().round(12).tolist(),
                  "cosine": cosine.ravel().round(12).tolist(), "scores": (x @ b).ravel().round(12).tolist()}))
