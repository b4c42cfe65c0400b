import type { TreeEnsemble } from '../model/ensemble.js';
import type { BinnedMatrix } from './bins.js';

/** Nodes of a growing ensemble; also remembers each split's bin, so that binned rows can be walked. */
export class NodeColumns {
  private readonly roots: number[] = [];
  private readonly feature: number[] = [];
  private readonly bin: number[] = [];
  private readonly threshold: number[] = [];
  private readonly missingLeft: number[] = [];
  private readonly left: number[] = [];
  private readonly right: number[] = [];
  private readonly value: number[] = [];
  private readonly cover: number[] = [];

  leaf(value: number, cover: number): number {
    return this.push(-1, 0, 0, 0, value, cover);
  }

  /** A split whose children are joined on later; they lie behind it because they are pushed later. */
  split(feature: number, bin: number, threshold: number, missingLeft: boolean, cover: number): number {
    return this.push(feature, bin, threshold, missingLeft ? 1 : 0, 0, cover);
  }

  join(node: number, left: number, right: number): void {
    this.left[node] = left;
    this.right[node] = right;
  }

  /** The tree's leaf value for row `row` of the binned matrix. */
  valueOf(root: number, binned: BinnedMatrix, row: number): number {
    let node = root;
    let column = this.feature[node] ?? -1;
    while (column >= 0) {
      const code = binned.codes[column * binned.rows + row] ?? 0;
      const goesLeft =
        code === binned.counts[column] ? this.missingLeft[node] === 1 : code <= (this.bin[node] ?? 0);
      node = (goesLeft ? this.left[node] : this.right[node]) ?? 0;
      column = this.feature[node] ?? -1;
    }
    return this.value[node] ?? 0;
  }

  addTree(root: number): void {
    this.roots.push(root);
  }

  /** The first `trees` trees as an ensemble. */
  finish(columns: number, bias: number, trees = this.roots.length): TreeEnsemble {
    const n = this.roots[trees] ?? this.feature.length;
    return {
      kind: 'trees',
      columns,
      bias,
      roots: Int32Array.from(this.roots.slice(0, trees)),
      feature: Int32Array.from(this.feature.slice(0, n)),
      threshold: Float32Array.from(this.threshold.slice(0, n)),
      missingLeft: Uint8Array.from(this.missingLeft.slice(0, n)),
      left: Int32Array.from(this.left.slice(0, n)),
      right: Int32Array.from(this.right.slice(0, n)),
      value: Float32Array.from(this.value.slice(0, n)),
      cover: Float32Array.from(this.cover.slice(0, n)),
    };
  }

  private push(
    feature: number,
    bin: number,
    threshold: number,
    missingLeft: number,
    value: number,
    cover: number,
  ): number {
    this.feature.push(feature);
    this.bin.push(bin);
    this.threshold.push(threshold);
    this.missingLeft.push(missingLeft);
    this.left.push(0);
    this.right.push(0);
    this.value.push(value);
    this.cover.push(cover);
    return this.feature.length - 1;
  }
}
