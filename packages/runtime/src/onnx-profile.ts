/**
 * The part of ONNX that we write and read. The graph's input is the encoded float row, its output the raw margin;
 * encoders and calibration run in TypeScript from the metadata, because ai.onnx.ml 3 has no set splits and a shown
 * probability must stay an affine function of the margin for reasons to add up.
 *
 * The file is protobuf in one fixed order of fields (see `encodeOnnx`), so the reader compares what is constant and
 * never has to understand what it does not know. Any ONNX tool reads it; what such a tool saves anew is refused.
 */
export const IR_VERSION = 8;
/** Version of the default operator set (`ai.onnx`). */
export const OPSET = 13;
export const ML_DOMAIN = 'ai.onnx.ml';
/** Version of `ai.onnx.ml` that has TreeEnsembleRegressor in the form we write; version 5 replaces the operator. */
export const ML_OPSET = 3;
/** Producer of the model and name of the graph. */
export const PRODUCER = 'aicrm';
/** The key under `metadata_props` that holds ModelMeta as JSON. */
export const META_KEY = 'aicrm.meta';
/** The same for NumberMeta: a key of its own, so that a reader of probabilities refuses a model of numbers. */
export const NUMBER_KEY = 'aicrm.number';
/** The same for ClassesMeta. */
export const CLASSES_KEY = 'aicrm.classes';
/** Keys for people who open the file with an ONNX viewer; we never read their values. */
export const READABLE_KEYS = ['name', 'version', 'outcome', 'licence'] as const;

/** How far a file may go before it is refused, each at least three times what our own trainers write. */
export const LIMITS = {
  /** 300 trees of depth 6 take about 1.4 MB. */
  bytes: 8 << 20,
  /** 300 trees of depth 6 are 38,100 nodes. */
  nodes: 1 << 17,
  /** Attributions recurse by depth and cost its square; the trainer's default is 4. */
  depth: 32,
  /** One-hot columns add up; no list of the metadata is longer either. */
  columns: 4096,
  features: 1024,
} as const;

/** `AttributeProto.type`. */
export const AttributeType = { float: 1, int: 2, string: 3, floats: 6, ints: 7, strings: 8 } as const;
/** `TensorProto.data_type` of float32. */
export const FLOAT = 1;
