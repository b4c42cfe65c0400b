/** Where a page, our script and our worker live. */
export interface Places {
  readonly host: string;
  /** Where the script comes from. */
  readonly script: string;
  readonly api: string;
}

/** A policy that careful hosts have, and how the script has to be pasted under it. */
export interface Profile {
  readonly name: string;
  readonly directives: (places: Places) => Readonly<Record<string, string>>;
  /** Two copies are two files, as two vendors of one page would bring them. */
  readonly copies: 1 | 2;
  /** The host draws with a Lit of its own, whose policy has the name that our Lit's has: `hostLit` of `site.ts`. */
  readonly hostLit: boolean;
  readonly nonce: string | undefined;
  /** Script and worker have an origin each; otherwise all comes from the host's own. */
  readonly cdn: boolean;
  /** What the policy lets a page do: the controls try each and expect exactly this. */
  readonly allows: {
    readonly wasm: boolean;
    readonly markup: boolean;
    readonly secondLit: boolean;
  };
}

const base = (places: Places): Record<string, string> => ({
  'default-src': "'none'",
  'script-src': "'self'",
  'style-src': "'self'",
  'connect-src': places.api === places.host ? "'self'" : `'self' ${places.api}`,
  'base-uri': "'none'",
  'frame-ancestors': "'none'",
});

const trusted = (names: string) => ({
  'require-trusted-types-for': "'script'",
  'trusted-types': names,
});

const plain = {
  copies: 1,
  hostLit: false,
  nonce: undefined,
  cdn: false,
  allows: { wasm: false, markup: true, secondLit: true },
} as const;
const nonce = 'cjNjNG5kNG0';

export const profiles: readonly Profile[] = [
  { ...plain, name: 'strict self', directives: base },
  {
    ...plain,
    name: 'strict self with wasm',
    directives: (places) => ({ ...base(places), 'script-src': "'self' 'wasm-unsafe-eval'" }),
    allows: { ...plain.allows, wasm: true },
  },
  {
    ...plain,
    name: 'Trusted Types',
    directives: (places) => ({ ...base(places), ...trusted('lit-html') }),
    allows: { ...plain.allows, markup: false, secondLit: false },
  },
  {
    ...plain,
    name: 'Trusted Types with duplicates',
    directives: (places) => ({ ...base(places), ...trusted("lit-html 'allow-duplicates'") }),
    copies: 2,
    hostLit: true,
    allows: { ...plain.allows, markup: false },
  },
  {
    ...plain,
    name: 'nonce',
    directives: (places) => ({ ...base(places), 'script-src': `'nonce-${nonce}'` }),
    nonce,
  },
  {
    ...plain,
    name: 'CDN on another origin',
    directives: (places) => ({ ...base(places), 'script-src': `'self' ${places.script}` }),
    cdn: true,
  },
];

/** The header's text; `more` adds what a page of the host's own needs beside us, such as its images. */
export const policyOf = (profile: Profile, places: Places, more: Record<string, string> = {}): string =>
  Object.entries({ ...profile.directives(places), ...more, 'report-uri': `${places.host}/csp-report` })
    .map(([name, value]) => `${name} ${value}`)
    .join('; ');
