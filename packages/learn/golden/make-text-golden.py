"""Makes text-sklearn.json: what scikit-learn says of small texts. Run: /usr/bin/python3 make-text-golden.py > text-sklearn.json
Made with scikit-learn 1.2.1."""
import json
import re

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import adjusted_rand_score, f1_score

texts = [
    "the delivery was late, very late!",
    "great delivery and great service",
    "is the service late again?",
    "my card was declined again",
    "the card is great",
    "declined, declined, declined... why?",
    "why is my card late?",
    "a great great great thing",
]
labels = [0, 1, 0, 2, 1, 2, 2, 1]


def words(text):
    found = re.findall(r"[\w']+|[^\w\s]", text.lower())
    return found + [" ".join(two) for two in zip(found, found[1:])]


def characters(text):
    out = []
    for word in re.findall(r"[\w']+", text.lower()):
        padded = " " + word + " "
        for start in range(len(padded)):
            for n in range(3, 6):
                if start + n <= len(padded):
                    out.append(padded[start : start + n])
    return out


def block(analyser):
    vectoriser = TfidfVectorizer(analyzer=analyser, sublinear_tf=True, min_df=2)
    return vectoriser, vectoriser.fit_transform(texts)


(word_names, w), (character_names, c) = block(words), block(characters)
x = np.hstack([w.toarray(), c.toarray()])


def fit(x, y, l2, weights=None):
    x1 = np.hstack([x, np.ones((len(x), 1))])
    model = LogisticRegression(C=1 / l2, fit_intercept=False, tol=1e-10, max_iter=100000)
    model.fit(x1, y, sample_weight=weights)
    return model.decision_function(x1).tolist()


rng = np.random.default_rng(3)
wide = np.where(rng.random((60, 12)) < 0.3, rng.normal(size=(60, 12)), 0).astype(np.float32)
classes = np.argmax(wide[:, :4] + 0.7 * rng.normal(size=(60, 4)), axis=1)
weights = rng.integers(1, 4, size=60)
a, b = rng.integers(0, 4, 50), rng.integers(0, 3, 50)
near = np.where(rng.random(50) < 0.8, a, b)
print(
    json.dumps(
        {
            "texts": texts,
            "labels": labels,
            "word_features": len(word_names.vocabulary_),
            "character_features": len(character_names.vocabulary_),
            "row_values": [sorted(np.round(r[r > 0], 9).tolist()) for r in x],
            "text_margins": fit(x, labels, 0.5),
            "softmax": {
                "x": wide.tolist(),
                "y": classes.tolist(),
                "weights": weights.tolist(),
                "margins": fit(wide, classes, 0.7),
                "weighted_margins": fit(wide, classes, 0.7, weights),
            },
            "rand": {
                "a": a.tolist(),
                "b": b.tolist(),
                "near": near.tolist(),
                "ab": adjusted_rand_score(a, b),
                "an": adjusted_rand_score(a, near),
                "f1": f1_score(a, near, average="macro"),
            },
        }
    )
)
