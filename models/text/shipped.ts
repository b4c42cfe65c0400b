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
    sha256: '11f9440bce9b130e96f5fb6f3325136a4c01a1721c07b3ae4d425bf5c18cd842',
    bytes: 1987145,
  },
} as const;

export type ShippedText = keyof typeof shipped;
