// A shop's customer portal, mounted beside the CRM's page in one process: the club's own customers see their orders and
// offers. Its backend knows who is signed in; nothing in it is part of AI-CRM.
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sendFile, sendJson, sendProblem } from '../crm/server/http.mjs';
import { createTokenExchange } from '../crm/server/token.mjs';
import { loadMembers } from './server/members.mjs';

const here = dirname(fileURLToPath(import.meta.url));
/** A customer's page reads that customer's record and tells what they did with offers; it can read nobody else. */
const scopes = ['sync:record', 'events:write'];

/**
 * The portal's routes, for `start({ mounts: [...] })` of the CRM's server.
 * @param {{ sampleDir: string, api: string, apiKey?: string, shiftWeeks?: number, members?: readonly string[] }} options
 *   `members` are the ids of those who can be signed in as; a real portal has a password there.
 */
export async function portalMount({ sampleDir, api, apiKey, shiftWeeks = 0, members: ids }) {
  const members = await loadMembers(sampleDir, shiftWeeks, ids);
  const catalogue = await readFile(join(here, 'catalogue.json'), 'utf8');
  const signedIn = ({ headers }) => {
    const [, id] = /(?:^|; )portal-member=([\w-]+)/.exec(headers.cookie ?? '') ?? [];
    return members.get(id) ?? members.first;
  };
  return ({ origins }) => {
    // One exchange a member: a token is bound to the record of whoever is signed in, whatever a page asks for.
    const exchanges = new Map();
    const exchangeOf = ({ record }) => {
      if (!exchanges.has(record))
        exchanges.set(record, createTokenExchange({ api, apiKey, origins, scopes, record }));
      return exchanges.get(record);
    };
    return [
      [/^\/portal$/, (_, response) => response.writeHead(308, { location: '/portal/' }).end()],
      [/^\/portal\/$/, (_, response) => sendFile(response, join(here, 'public'), 'index.html', { api })],
      [
        /^\/portal\/me$/,
        (request, response) => sendJson(response, { member: signedIn(request), members: members.names }),
      ],
      [/^\/portal\/catalogue$/, (_, response) => sendJson(response, catalogue)],
      [
        /^\/portal\/sign-in\/([\w-]+)$/,
        (_, response, [, id]) => {
          if (!members.get(id))
            return sendProblem(response, 404, 'not-found', 'No such member', 'Nobody has that number.');
          const cookie = `portal-member=${id}; Path=/portal; HttpOnly; SameSite=Strict`;
          return response.writeHead(204, { 'set-cookie': cookie }).end();
        },
        ['POST'],
      ],
      [
        /^\/portal\/token$/,
        (request, response) => exchangeOf(signedIn(request))(request, response),
        ['POST'],
      ],
      [
        /^\/portal\/assets\/([\w.-]+)$/,
        (_, response, [, path]) => sendFile(response, join(here, 'public'), path, {}),
      ],
    ];
  };
}
