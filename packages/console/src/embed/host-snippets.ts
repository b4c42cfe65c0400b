import type { RecordKey } from '@aicrm/schema/ids';
import type { TokenRequest } from '@aicrm/schema/wire';
import type { EmbedChoice, EmbedHostId, Snippet } from './embed-choice.js';
import { inAttribute, inScript, inSingleQuotes, keyHeaders, listOf } from './quote.js';

type Vendor = Exclude<EmbedHostId, 'plain-html' | 'react' | 'frame'>;

const piece = (title: string, note: string, ...lines: readonly string[]): Snippet => ({
  title,
  note,
  code: lines.join('\n'),
});

const copyNote = (folder: string): string => `Copy the folder packages/embed/hosts/${folder} first.`;

/** The frame as an element of a page that the host opens for one record; that page's script sets record and token. */
const framed = ({ worker, element }: EmbedChoice): readonly string[] => [
  `<script type="module" src="${inAttribute(worker)}/embed/v1/frame-host.js"></script>`,
  `<aicrm-frame element="${element.tag}" same-origin label="${inAttribute(element.label)}"></aicrm-frame>`,
];

/** The body of the request for a token, as a JavaScript server writes it. */
const body = ({ scopes, origins }: TokenRequest): string =>
  `body: JSON.stringify({ scopes: ${listOf(scopes)}, record, origins: ${listOf(origins)} }),`;

/** The address of the frame, which the host's server makes; the token stands in its fragment, which no server gets to see. */
const address = ({ worker, element }: EmbedChoice): readonly string[] => [
  `const shown = new URLSearchParams({ element: '${element.tag}', 'record-id': record, display: 'inline', token });`,
  `const uri = \`${worker}/embed/v1/frame#\${shown}\`;`,
];

const odooModels: Readonly<Record<string, string>> = {
  lead: 'crm.lead',
  deal: 'crm.lead',
  contact: 'res.partner',
  company: 'res.partner',
};

const makers: Readonly<
  Record<Vendor, (choice: EmbedChoice, key: RecordKey, token: TokenRequest) => readonly Snippet[]>
> = {
  odoo: ({ worker, element }, { type, connection }, { scopes, origins }) => [
    piece(
      'System parameters',
      `${copyNote('odoo/aicrm')} Settings, Technical, System Parameters; the key (tokens:mint, ${scopes.join(', ')}) never leaves the server.`,
      `aicrm.url = ${worker}`,
      'aicrm.key = aicrm_…',
    ),
    piece(
      'In a form view',
      `In a view of ${odooModels[type] ?? 'the record’s model'}; the record is the one that the form shows.`,
      `<widget name="aicrm" element="${element.tag}" record_type="${type}"${connection === 'odoo' ? '' : ` connection="${inAttribute(connection)}"`}/>`,
    ),
    piece(
      'Token endpoint',
      'Part of the add-on (controllers/token.py): what it asks the worker for.',
      `POST ${worker}/v1/tokens`,
      JSON.stringify({ scopes, origins }),
    ),
  ],
  hubspot: (choice, { type, connection }, token) => [
    piece(
      'Secrets',
      `${copyNote('hubspot')} The key holds tokens:mint, sync:all and models:read.`,
      'hs secret add AICRM_URL',
      `# ${choice.worker}`,
      'hs secret add AICRM_KEY',
    ),
    piece(
      'Token endpoint',
      'In the app’s function, on HubSpot’s servers.',
      `const record = \`${type}:${connection}:\${objectId}\`;`,
      `const answer = await fetch(${inScript(`${choice.worker}/v1/tokens`)}, {`,
      "  method: 'POST',",
      `  ${keyHeaders}`,
      `  ${body(token)}`,
      '});',
      'const { token } = await answer.json();',
      ...address(choice),
    ),
    piece(
      'In the card',
      'A card has no DOM: it opens our frame in a window.',
      `actions.openIframeModal({ uri, width: 480, height: 720, title: ${inScript(choice.element.label)} });`,
    ),
  ],
  pipedrive: (choice, _key, token) => [
    piece(
      'In the panel’s page',
      `${copyNote('pipedrive')} panel.js sets the record and the token.`,
      ...framed(choice),
    ),
    piece(
      'Token endpoint',
      'In server.ts, after Pipedrive’s signature and maySee: this is what it sends.',
      `POST ${choice.worker}/v1/tokens`,
      body(token),
    ),
  ],
  zendesk: (choice, _key, token) => [
    piece(
      'In the panel’s page',
      `${copyNote('zendesk')} The page is answered by server.ts; panel.js sets the record and the token.`,
      ...framed(choice),
    ),
    piece(
      'In manifest.json',
      'The address of your server’s panel.',
      '"location": { "support": { "ticket_sidebar": {',
      `  "url": ${JSON.stringify(`${choice.origin}/zendesk/panel`)}, "flexible": true`,
      '} } },',
      '"signedUrls": true',
    ),
    piece(
      'Token endpoint',
      'In server.ts, after the session and maySee: this is what it sends.',
      `POST ${choice.worker}/v1/tokens`,
      body(token),
    ),
  ],
  espocrm: ({ worker, element, origin }, { type, connection, sourceId }, { scopes, origins }) => [
    piece(
      'In data/config-internal.php',
      `${copyNote('espocrm/custom')} Then clear the cache.`,
      `'aicrmUrl' => ${inSingleQuotes(worker)},`,
      "'aicrmKey' => 'aicrm_…',",
    ),
    piece(
      'Address of the iframe dashlet',
      'Dashboard, add an Iframe dashlet.',
      `${origin}/?entryPoint=aicrm&type=${{ lead: 'Lead', contact: 'Contact', company: 'Account' }[String(type)] ?? 'Lead'}&id=${encodeURIComponent(sourceId)}`,
    ),
    piece(
      'Token endpoint',
      'In the entry point Aicrm.php. The sandbox takes the frame’s origin away, so its requests come from null.',
      `$record = ${inSingleQuotes(`${type}:${connection}:`)} . $id;`,
      `$element = ${inSingleQuotes(element.tag)};`,
      'CURLOPT_POSTFIELDS => json_encode([',
      `    'scopes' => ${listOf(scopes)},`,
      "    'record' => $record,",
      `    'origins' => ${listOf(origins)},`,
      ']),',
    ),
  ],
  salesforce: ({ worker, element }, { type, connection }, { scopes, origins }) => [
    piece(
      'Trusted site',
      `${copyNote('salesforce')} In cspTrustedSites/AICRM.cspTrustedSite-meta.xml; worker and key go into the named credential AICRM and the setting AicrmSettings__c.`,
      '<CspTrustedSite xmlns="http://soap.sforce.com/2006/04/metadata">',
      '    <context>LEX</context>',
      `    <endpointUrl>${inAttribute(worker)}</endpointUrl>`,
      '    <isActive>true</isActive>',
      '    <isApplicableToFrameSrc>true</isApplicableToFrameSrc>',
      '</CspTrustedSite>',
    ),
    piece(
      'Token endpoint',
      'In AicrmToken.cls, after the check of the person’s read access.',
      `String record = ${inSingleQuotes(`${type}:${connection}:`)} + recordId;`,
      `String element = ${inSingleQuotes(element.tag)};`,
      'request.setBody(JSON.serialize(new Map<String, Object>{',
      `    'scopes' => new List<String>{ ${scopes.map(inSingleQuotes).join(', ')} },`,
      "    'record' => record,",
      `    'origins' => new List<String>{ ${origins.map(inSingleQuotes).join(', ')} }`,
      '}));',
    ),
    piece(
      'On the record’s page',
      'Deploy, then drag “AI-CRM insight” onto the page.',
      'sf project deploy start --source-dir force-app',
    ),
  ],
};

/** What to set and to write in a vendor's host, beside the folder that is copied. */
export const hostSnippets = (
  host: Vendor,
  choice: EmbedChoice,
  key: RecordKey,
  token: TokenRequest,
): readonly Snippet[] => makers[host](choice, key, token);
