/** The models that come with the project; `dev/make-*.mjs` write hashes and sizes. Fetch `url`, check `sha256`, read. */
export const shipped = {
  'sentiment-en': {
    url: new URL('./artefacts/sentiment-en.bin', import.meta.url),
    sha256: 'a5a8c16ef7e5816c45d2c92b383240572e779f40403c684ff5979392dec023e7',
    bytes: 201009,
  },
  'intent-banking-en': {
    url: new URL('./artefacts/intent-banking-en.bin', import.meta.url),
    sha256: '0afd80bc22723fb5135c6e027848d62a01214e3292fc6c3e825239422a85cecd',
    bytes: 1433723,
  },
  'intent-general-en': {
    url: new URL('./artefacts/intent-general-en.bin', import.meta.url),
    sha256: 'f90140d3c33205fb506ea900e272e96710543412fa57ff0762a4a9b8ff04eeef',
    bytes: 1896976,
  },
} as const;

export type ShippedText = keyof typeof shipped;
