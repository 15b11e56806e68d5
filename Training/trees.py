"""Writes boosted trees as the corrector reads them."""
import numpy as np


def write(path, boosters, scale=1.0, offset=0.0):
    """The sum of LightGBM boosters times `scale`, plus `offset`, in log odds.

    The numbers of trees, nodes and leaves and a 0 as int32; nodes of feature (int32), threshold (float32), left and right (int32,
    below 0 a leaf: -1 - its number); leaf values (float32); roots (int32).
    """
    nodes, leaves, roots = [], [], []

    def walk(node):
        """The number of a node after it and all below are in the tables."""
        if "leaf_value" in node:
            leaves.append(node["leaf_value"] * scale)
            return -len(leaves)
        number = len(nodes)
        nodes.append(None)
        left = walk(node["left_child"])
        right = walk(node["right_child"])
        nodes[number] = (node["split_feature"], node["threshold"], left, right)
        return number

    for booster in boosters:
        for tree in booster.dump_model()["tree_info"]:
            roots.append(walk(tree["tree_structure"]))
    if offset:
        leaves.append(offset)
        roots.append(-len(leaves))
    table = np.zeros(len(nodes), dtype=[("feature", "<i4"), ("threshold", "<f4"), ("left", "<i4"), ("right", "<i4")])
    table[:] = nodes
    with open(path, "wb") as out:
        np.array([len(roots), len(nodes), len(leaves), 0], dtype="<i4").tofile(out)
        table.tofile(out)
        np.array(leaves, dtype="<f4").tofile(out)
        np.array(roots, dtype="<i4").tofile(out)
