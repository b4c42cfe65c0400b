# Made with numpy 2: python3 make-reconcile-golden.py > reconcile.json
# Wickramasuriya, Athanasopoulos & Hyndman (2019), equation 6, by explicit inverses; shrinkage by Schaefer & Strimmer (2005).
import json

import numpy as np

rng = np.random.default_rng(11)
# Total; regions A, B; products x, y; lowest: Ax, Ay, Bx, By.
members = [[0, 1, 2, 3], [0, 1], [2, 3], [0, 2], [1, 3], [0], [1], [2], [3]]
S = np.array([[1.0 if j in m else 0.0 for j in range(4)] for m in members])
bottom = rng.normal(100, 20, 4)
base = S @ bottom + rng.normal(0, 8, len(members))
common = rng.normal(size=(40, 1))
e = (rng.normal(size=(40, 4)) + 0.6 * common) @ S.T + 0.5 * rng.normal(size=(40, len(members)))


def project(W):
    inverse = np.linalg.inv(W)
    return S @ np.linalg.inv(S.T @ inverse @ S) @ S.T @ inverse @ base


def shrink(e):
    n = len(e)
    covariance = e.T @ e / n
    sd = np.sqrt(np.diag(covariance))
    z = e / sd
    r = z.T @ z / n
    spread = sum(((np.outer(row, row) - r) ** 2) for row in z) / (n * (n - 1))
    off = ~np.eye(len(sd), dtype=bool)
    share = min(1.0, spread[off].sum() / (r[off] ** 2).sum())
    return share, share * np.diag(np.diag(covariance)) + (1 - share) * covariance


share, W = shrink(e)
variance = rng.uniform(1, 9, len(members))
print(json.dumps({
    "members": members, "base": base.tolist(), "residuals": e.T.tolist(), "lambda": share, "covariance": W.ravel().tolist(),
    "structural": project(np.diag(S.sum(1))).tolist(), "variance": variance.tolist(),
    "wls": project(np.diag(variance)).tolist(), "mint": project(W).tolist(), "ols": project(np.eye(len(members))).tolist(),
}))
