import { parseRecordId } from '@aicrm/schema/ids';
import type { EmbedChoice, EmbedPlan, Snippet } from './embed-choice.js';
import { hostSnippets } from './host-snippets.js';
import { inAttribute, inScript, keyHeaders, listOf } from './quote.js';
import { isWhole, refusalOf, tokenRequestOf } from './token-plan.js';

const piece = (title: string, note: string, ...lines: readonly string[]): Snippet => ({
  title,
  note,
  code: lines.join('\n'),
});

/** The tag that loads our script. */
const script = ({ worker }: EmbedChoice): string =>
  `<script type="module" src="${inAttribute(worker)}/embed/v1/aicrm.js" data-aicrm data-token-url="/aicrm/token"></script>`;

const tagOf = (choice: EmbedChoice): string => {
  const { tag } = choice.element;
  const record = isWhole(choice) ? '' : ` record-id="${inAttribute(choice.record)}"`;
  return `<${tag}${record}></${tag}>`;
};

/** The one route of the customer's: for all that the signed-in person may see, or for one record that they may. */
function endpoint(choice: EmbedChoice): Snippet {
  const { scopes, origins, record } = tokenRequestOf(choice);
  const body = `{ scopes: ${listOf(scopes)}, ${record === undefined ? '' : 'record, '}origins: ${listOf(origins)} }`;
  return piece(
    'Token endpoint',
    `On your server, behind your own sign-in${record === undefined ? '' : '; maySee is yours to write: whether this person may see the record'}. The key stays in AICRM_KEY and reaches no page.`,
    "app.post('/aicrm/token', requireLogin, async (request, response) => {",
    ...(record === undefined
      ? []
      : [
          "  const record = String(request.query.record ?? '');",
          '  if (!(await maySee(request.user, record))) return response.status(403).end();',
        ]),
    `  const answer = await fetch(${inScript(`${choice.worker}/v1/tokens`)}, {`,
    "    method: 'POST',",
    `    ${keyHeaders}`,
    `    body: JSON.stringify(${body}),`,
    '  });',
    "  response.status(answer.status).set('cache-control', 'no-store').json(await answer.json());",
    '});',
  );
}

function reactPage(choice: EmbedChoice): Snippet {
  const { component, tag } = choice.element;
  const name = component ?? 'Element';
  const props = isWhole(choice) ? '' : ` recordId=${inJsx(choice.record)}`;
  return piece(
    'In a component',
    'React 19. Properties and events are typed; the script tag defines the element when React renders it.',
    ...(component === undefined
      ? [
          "import { wrapElement } from '@aicrm/embed/react';",
          '',
          `const ${name} = wrapElement('${tag}');`,
          '',
        ]
      : [`import { ${name} } from '@aicrm/embed/react';`, '']),
    `export const Insight = () => <${name}${props} />;`,
  );
}

/** JSX reads no escape in an attribute's quotes, so what has a quote in it is an expression. */
const inJsx = (text: string): string => (/["&<>{}\\]/.test(text) ? `{${inScript(text)}}` : `"${text}"`);

function framePage(choice: EmbedChoice): Snippet {
  const { worker, element, record } = choice;
  const whole = isWhole(choice);
  const url = whole ? '/aicrm/token' : `/aicrm/token?record=${encodeURIComponent(record)}`;
  return piece(
    'In the page',
    whole
      ? 'The frame keeps the worker’s own origin (same-origin), because a sandboxed one gets tokens of one record only.'
      : 'The frame is sandboxed: no storage, no cookies, no way into your page.',
    `<script type="module" src="${inAttribute(worker)}/embed/v1/frame-host.js"></script>`,
    `<aicrm-frame element="${element.tag}"${whole ? ' same-origin' : ` record-id="${inAttribute(record)}"`} token-url="${inAttribute(url)}" label="${inAttribute(element.label)}"></aicrm-frame>`,
  );
}

function snippetsOf(choice: EmbedChoice): readonly Snippet[] {
  switch (choice.host) {
    case 'plain-html':
      return [
        piece(
          'In the page',
          'The script once, in the head; the element wherever it shall stand.',
          script(choice),
          tagOf(choice),
        ),
        endpoint(choice),
      ];
    case 'react':
      return [
        piece('In index.html', 'Once, in the head.', script(choice)),
        reactPage(choice),
        endpoint(choice),
      ];
    case 'frame':
      return [framePage(choice), endpoint(choice)];
    default: {
      const key = parseRecordId(choice.record);
      return key.ok ? hostSnippets(choice.host, choice, key.value, tokenRequestOf(choice)) : [];
    }
  }
}

function policyOf(choice: EmbedChoice): readonly string[] {
  const { host, worker } = choice;
  if (host === 'plain-html' || host === 'react' || host === 'odoo')
    return [`script-src ${worker}/embed/v1/`, `connect-src 'self' ${worker}`, "style-src 'self'"];
  if (host === 'frame' || host === 'pipedrive' || host === 'zendesk')
    return [`script-src ${worker}/embed/v1/`, `frame-src ${worker}`, "connect-src 'self'"];
  return [`frame-src ${worker}`];
}

/**
 * What a person copies to show an element in their host: exact, with the worker's address and the record in it, held by a
 * test to the attributes that `packages/embed` documents and to the examples of its hosts.
 */
export function planOf(choice: EmbedChoice): EmbedPlan {
  const key = isWhole(choice) ? null : parseRecordId(choice.record);
  const refusal = refusalOf(choice) ?? (key !== null && !key.ok ? key.error : null);
  return {
    refusal,
    snippets: refusal === null ? snippetsOf(choice) : [],
    policy: refusal === null ? policyOf(choice) : [],
    token: tokenRequestOf(choice),
  };
}
