import type { TreeEnsemble } from '@aicrm/learn/model/ensemble';

const NO_PARENT = 2_147_483_647;

/** The next float32 above: XGBoost goes left below its threshold where we go left at or below ours. */
function above(threshold: number): number {
  const float = Float32Array.of(threshold);
  const bits = new Int32Array(float.buffer);
  const now = bits[0] ?? 0;
  if (threshold === 0) bits[0] = 1;
  else bits[0] = threshold > 0 ? now + 1 : now - 1;
  return float[0] ?? Number.NaN;
}

/**
 * XGBoost's parser tells floats from integers by their spelling, which JSON.stringify does not keep: marked here, unmarked at
 * the end. Nine digits name every float32, and its parser is not made for more.
 */
const float = (value: number | undefined): string => `float:${(value ?? 0).toExponential(8)}`;
const unmark = (json: string): string => json.replace(/"float:([^"]+)"/g, '$1');

/** Our ensemble as XGBoost's own JSON model (1.7), so that both walk the same trees: raw margins, cover as the hessian. */
export function toXgboostJson(model: TreeEnsemble): string {
  const leaf = (i: number): boolean => (model.feature[i] ?? -1) < 0;
  const trees = Array.from(model.roots, (root, id) => {
    // XGBoost takes the right child to be next to the left one, which ours need not be: breadth first, siblings side by side.
    const nodes = [root];
    const left: number[] = [];
    const parents = [NO_PARENT];
    for (let at = 0; at < nodes.length; at++) {
      const i = nodes[at] ?? 0;
      left.push(leaf(i) ? -1 : nodes.length);
      if (leaf(i)) continue;
      nodes.push(model.left[i] ?? 0, model.right[i] ?? 0);
      parents.push(at, at);
    }
    return {
      base_weights: nodes.map((i) => float(model.value[i])),
      categories: [],
      categories_nodes: [],
      categories_segments: [],
      categories_sizes: [],
      default_left: nodes.map((i) => (leaf(i) ? 0 : (model.missingLeft[i] ?? 0))),
      id,
      left_children: left,
      loss_changes: nodes.map(() => float(0)),
      parents,
      right_children: left.map((child) => (child < 0 ? -1 : child + 1)),
      split_conditions: nodes.map((i) => float(leaf(i) ? model.value[i] : above(model.threshold[i] ?? 0))),
      split_indices: nodes.map((i) => (leaf(i) ? 0 : (model.feature[i] ?? 0))),
      split_type: nodes.map(() => 0),
      sum_hessian: nodes.map((i) => float(model.cover[i])),
      tree_param: {
        num_deleted: '0',
        num_feature: String(model.columns),
        num_nodes: String(nodes.length),
        size_leaf_vector: '0',
      },
    };
  });
  return unmark(
    JSON.stringify({
      version: [1, 7, 4],
      learner: {
        attributes: {},
        feature_names: [],
        feature_types: [],
        gradient_booster: {
          model: {
            gbtree_model_param: {
              num_parallel_tree: '1',
              num_trees: String(trees.length),
              size_leaf_vector: '0',
            },
            tree_info: trees.map(() => 0),
            trees,
          },
          name: 'gbtree',
        },
        learner_model_param: {
          base_score: model.bias.toExponential(8),
          num_class: '0',
          num_feature: String(model.columns),
          num_target: '1',
        },
        objective: { name: 'reg:squarederror', reg_loss_param: { scale_pos_weight: '1' } },
      },
    }),
  );
}
