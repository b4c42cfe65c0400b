/** The models that come with the project; `dev/make-*.mjs` write hashes and sizes. Fetch `url`, check `sha256`, read. */
export const shipped = {
  'sentiment-en': {
    url: new URL('./artefacts/sentiment-en.bin', import.meta.url),
    sha256: '707b8e381cb0e95bdc64164049720abab13ece24722e82c3ce0266aec97a97df',
    bytes: 201023,
  },
  'intent-banking-en': {
    url: new URL('./artefacts/intent-banking-en.bin', import.meta.url),
    sha256: '8c496b2d1d6ad27aaba1ffba6d6444faa2b0bcb3d6f2a7df7815ab85769a7d2f',
    bytes: 1159439,
  },
  'intent-general-en': {
    url: new URL('./artefacts/intent-general-en.bin', import.meta.url),
    sha256: '09645c3f4ec47a4447175eadd79200e34bd9092133c692efaf783403fa55b4ba',
    bytes: 1978903,
  },
} as const;

export type ShippedText = keyof typeof shipped;
