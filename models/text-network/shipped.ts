/** The network that comes with the project; `dev/make.mjs` writes its hash and size. Fetch `url`, open with `sha256`. */
export const toneNetwork = {
  url: new URL('./artefacts/tone-network-en.onnx', import.meta.url),
  sha256: '9785373fd77a2123c341c3d7f7047b30caa787bfe7daade44ee5d05f24333885',
  bytes: 398044,
} as const;
