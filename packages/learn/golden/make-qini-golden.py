"""Qini per treated by numpy for qini.test.ts: distinct scores, tied ones and two folds. Run: python3 make-qini-golden.py > qini.json"""
import json
import numpy as np


def qini(score, treated, y):
    order = np.argsort(-score, kind="stable")
    t, y, s = treated[order], y[order], score[order]
    nt, nc = np.cumsum(t), np.cumsum(1 - t)
    height = np.cumsum(y * t) - np.where(nc > 0, np.cumsum(y * (1 - t)) * nt / np.maximum(nc, 1), 0)
    last = np.append(np.flatnonzero(np.diff(s)), len(s) - 1)
    area = np.trapezoid(np.concatenate([[0], height[last]]), np.concatenate([[0], last + 1])) / len(s)
    return (area - height[-1] / 2) / nt[-1]


rng = np.random.default_rng(11)
n = 400
treated = (rng.random(n) < 0.4).astype(int)
score = rng.normal(size=n).round(6)
y = (rng.random(n) < 0.2 + 0.2 * treated * (score > 0)).astype(int)
tied = score.round(0)
fold = np.arange(n) % 2
print(json.dumps({
    "treated": treated.tolist(), "y": y.tolist(), "score": score.tolist(), "tied": tied.tolist(),
    "qini": qini(score, treated, y), "qiniTied": qini(tied, treated, y),
    "qiniFolds": float(np.mean([qini(score[fold == k], treated[fold == k], y[fold == k]) for k in (0, 1)])),
}))
