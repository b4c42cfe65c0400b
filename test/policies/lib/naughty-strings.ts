/**
 * Texts that have broken into pages, gathered by the way they break in. Where one runs, it calls `canary()`. None is
 * empty, because an empty text is shown as "not known", which is another shape.
 */
export const naughtyStrings: readonly string[] = [
  // Markup that runs when it is parsed, or when it is inserted.
  '<script>canary()</script>',
  '<ScRiPt>canary()</sCrIpT>',
  '<script/x>canary()</script>',
  '<scr<script>ipt>canary()</scr</script>ipt>',
  '<script src="data:text/javascript,canary()"></script>',
  '<script type=module>canary()</script>',
  '<img src=x onerror=canary()>',
  '<img src=x onerror="canary()"',
  '<IMG SRC="x" ONERROR="&#99;anary()">',
  '<img/src=x/onerror=canary()//',
  '<image src=x onerror=canary()>',
  '<body onload=canary()>',
  '<input autofocus onfocus=canary()>',
  '<select autofocus onfocus=canary()>',
  '<video><source onerror=canary()></video>',
  '<audio src=x onerror=canary()>',
  '<details open ontoggle=canary()>x</details>',
  '<marquee onstart=canary()>x</marquee>',
  '<iframe src="javascript:parent.canary()"></iframe>',
  '<iframe srcdoc="<script>parent.canary()</script>"></iframe>',
  '<object data="javascript:canary()"></object>',
  '<embed src="javascript:canary()">',
  '<form action="javascript:canary()"><button>go</button></form>',
  '<button formaction="javascript:canary()">go</button>',
  '<a href="javascript:canary()">go</a>',
  '<base href="javascript:/">',
  '<link rel=stylesheet href="data:text/css,*{color:red}">',
  '<meta http-equiv=refresh content="0;url=javascript:canary()">',
  '<style>@import "x"; * { display: none }</style>',
  '<template shadowrootmode=open><img src=x onerror=canary()></template>',
  '<slot name=x></slot><div popover id=panel></div>',
  '<aicrm-lead-score-badge record-id="lead:club:1" open></aicrm-lead-score-badge>',
  '<noscript><p title="</noscript><img src=x onerror=canary()>">',
  '<plaintext>',
  '<xmp><img src=x onerror=canary()></xmp>',
  '<table><td><img src=x onerror=canary()>',
  '<!--',
  '--><img src=x onerror=canary()><!--',
  '<!--><img src=x onerror=canary()>-->',
  '<![CDATA[<img src=x onerror=canary()>]]>',
  '<?xml version="1.0"?><img src=x onerror=canary()>',
  '</span></div></td></tr></table><img src=x onerror=canary()>',
  '</textarea><img src=x onerror=canary()>',
  '</title><img src=x onerror=canary()>',
  '</style><img src=x onerror=canary()>',
  '</script><script>canary()</script>',
  '<b>bold</b> & <i>italic</i>',
  '&lt;script&gt;canary()&lt;/script&gt;',
  '&#60;img src=x onerror=canary()&#62;',
  '\\u003cimg src=x onerror=canary()\\u003e',
  '%3Cimg%20src=x%20onerror=canary()%3E',
  '\uff1cimg src=x onerror=canary()\uff1e',
  // SVG and MathML, whose parsing differs.
  '<svg onload=canary()>',
  '<svg><script>canary()</script></svg>',
  '<svg><animate onbegin=canary() attributeName=x dur=1s>',
  '<svg><a xlink:href="javascript:canary()"><text y=9>go</text></a></svg>',
  '<svg><use href="data:image/svg+xml,<svg id=x onload=canary()>#x"/></svg>',
  '<svg><foreignObject><img src=x onerror=canary()></foreignObject></svg>',
  '<svg><style><img src=x onerror=canary()></style></svg>',
  '<math><mtext><table><mglyph><style><img src=x onerror=canary()>',
  '<math href="javascript:canary()">go</math>',
  '<math><annotation-xml encoding="text/html"><img src=x onerror=canary()></annotation-xml></math>',
  // Ways out of an attribute.
  '"',
  "'",
  '`',
  '" onmouseover="canary()" x="',
  "' onfocus='canary()' autofocus x='",
  '"><img src=x onerror=canary()>',
  "'><img src=x onerror=canary()>",
  '` onerror=canary() `',
  'x onfocus=canary() autofocus',
  '/><svg/onload=canary()>',
  '" style="position:fixed;inset:0" class="pill high',
  '\t"\nonclick\r=\fcanary()',
  // Addresses that are no addresses.
  'javascript:canary()',
  'JaVaScRiPt:canary()',
  ' \u0001javascript:canary()',
  'java\tscript:canary()',
  'java\nscript:canary()',
  'javascript&colon;canary()',
  'javascript://example.org/%0acanary()',
  'data:text/html,<script>canary()</script>',
  'data:text/html;base64,PHNjcmlwdD5jYW5hcnkoKTwvc2NyaXB0Pg==',
  'vbscript:canary()',
  'blob:null/canary',
  'file:///etc/passwd',
  '//example.org/x',
  '\\\\example.org\\x',
  'https://user:secret@example.org/?q="><script>canary()</script>#x',
  'http://[::1',
  // Template languages, ours among them.
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a template's syntax is the point of it.
  '${canary()}',
  '#{canary()}',
  '{{constructor.constructor("canary()")()}}',
  '{{7*7}}[[7*7]]<%= 7*7 %>',
  '?lit$0123456789$',
  '<!--?lit$0123456789$-->',
  '{{lit-0123456789}}',
  '$lit$',
  '.innerHTML',
  '@click',
  '%s %d %o %n',
  "$& $1 $` $'",
  // Names that JavaScript objects have.
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'valueOf',
  '{"__proto__":{"polluted":true}}',
  '__proto__.polluted',
  'null',
  'undefined',
  'NaN',
  '-0',
  '1e999',
  // CSS.
  'red;background:url(javascript:canary())',
  '} * { display: none } .x {',
  'expression(canary())',
  '\\3c img\\20 src=x\\3e',
  '*/ } html { display: none } /*',
  // Characters that change what stands around them.
  'a\u0000b',
  '\u0000<script>canary()</script>',
  '\u202egnirts desrever',
  '\u2066\u2067\u2068\u2069\u2069\u2069',
  '\u200f\u200e\u061c',
  '\u0627\u0644\u0639\u0631\u0628\u064a\u0629 \u05e2\u05d1\u05e8\u05d9\u05ea',
  '\u{1f469}\u200d\u{1f469}\u200d\u{1f467}\u200d\u{1f466}\u{1f3ff}',
  '\u{1f1e9}\u{1f1ea}\ufe0f\u20e3',
  '\ud800',
  '\udc00\ud800',
  '\ufeffx',
  '\ufffe\uffff',
  'e\u0301 \u00e9 \ufb01 \u212b \u1e9e',
  `Z${'\u0351\u036b\u0343\u036a\u0302'.repeat(20)}`,
  '\u00ad\u200b\u2060\u3164',
  '\u2028\u2029',
  '\r\n\t\v\f\b\u001b[31m',
  ' ',
  '\u3000',
  "'; drop table records; --",
  '../../../../etc/passwd',
  'x'.repeat(20_000),
  '<p>'.repeat(2_000),
  '&amp;'.repeat(2_000),
  '\u{1f4a9}'.repeat(2_000),
];

/** Uniform numbers in [0, 1) from a seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const tags =
  'script img svg math a b iframe style template table td select option form input details video object embed p slot title textarea noscript foreignObject annotation-xml mglyph aicrm-lead-score-badge'.split(
    ' ',
  );
const attributes =
  'onerror onload onfocus onclick ontoggle onbegin src href xlink:href action formaction style class id slot part lang srcdoc data is popover autofocus .innerHTML ?hidden @click'.split(
    ' ',
  );
const values =
  'canary() javascript:canary() data:text/html,<script>canary()</script> x "><img/src=x/onerror=canary()> #{canary()} &quot; red;position:fixed panel'.split(
    ' ',
  );
const quotes = ['"', "'", '', '`'];
const glue = ['', ' ', '\n', '>', '/>', '<!--', '-->', '\u0000', '&lt;', ']]>', '</', '\u202e', '{{', '}}'];

/** A text made of pieces of markup, mostly broken: what a parser that is used by mistake would make something of. */
export function generatedMarkup(random: () => number): string {
  const pick = (from: readonly string[]): string => from[Math.floor(random() * from.length)] ?? '';
  const piece = (depth: number): string => {
    const tag = pick(tags);
    let text = random() < 0.9 ? `<${tag}` : pick(glue);
    for (let count = Math.floor(random() * 3); count > 0; count--) {
      const quote = pick(quotes);
      text += `${random() < 0.8 ? ' ' : '/'}${pick(attributes)}=${quote}${pick(values)}${random() < 0.9 ? quote : ''}`;
    }
    text += random() < 0.9 ? '>' : pick(glue);
    text += depth > 0 && random() < 0.6 ? piece(depth - 1) : pick(values);
    return random() < 0.6 ? `${text}</${tag}>` : text + pick(glue);
  };
  let text = random() < 0.5 ? pick(glue) : pick(quotes) + pick(glue);
  for (let count = 1 + Math.floor(random() * 3); count > 0; count--) text += piece(2);
  return text;
}
