import math
import numpy as np


def count(y):
    counts = {}
    for label in y:
        counts[int(label)] = counts.get(int(label), 0) + 1
    return counts


def gini(y):
    result = 1.0
    for c in count(y).values():
        result -= (c / len(y)) ** 2
    return result


def entropy(y):
    result = 0.0
    for c in count(y).values():
        result -= c / len(y) * math.log(c / len(y))
    return result


def best_split(x, y, criterion="gini"):
    best_feature, best_threshold, best_impurity = -1, float("nan"), float("inf")
    for feature in range(x.shape[1]):
        values = sorted(set(float(v) for v in x[:, feature]))
        for i in range(len(values) - 1):
            threshold = (values[i] + values[i + 1]) / 2
            left, right = [], []
            for n in range(len(y)):
                if x[n, feature] <= threshold:
                    left.append(y[n])
                else:
                    right.append(y[n])
            if criterion == "gini":
                impurity = (len(left) * gini(left) + len(right) * gini(right)) / len(y)
            else:
                impurity = (len(left) * entropy(left) + len(right) * entropy(right)) / len(y)
            if impurity < best_impurity:
                best_feature, best_threshold, best_impurity = feature, threshold, impurity
    return best_feature, best_threshold, best_impurity


def fit_tree(x, y, max_depth, criterion="gini"):
    counts = count(y)
    most = max(counts.values())
    tree = {"label": min(label for label in counts if counts[label] == most)}
    if max_depth > 0 and len(counts) > 1:
        feature, threshold, _ = best_split(x, y, criterion)
        if feature != -1:
            left = [n for n in range(len(y)) if x[n, feature] <= threshold]
            right = [n for n in range(len(y)) if x[n, feature] > threshold]
            tree["feature"] = feature
            tree["threshold"] = threshold
            tree["left"] = fit_tree(x[left], y[left], max_depth - 1, criterion)
            tree["right"] = fit_tree(x[right], y[right], max_depth - 1, criterion)
    return tree


def predict_tree(tree, x):
    labels = []
    for n in range(len(x)):
        node = tree
        while "feature" in node:
            if x[n, node["feature"]] <= node["threshold"]:
                node = node["left"]
            else:
                node = node["right"]
        labels.append(node["label"])
    return np.array(labels)
