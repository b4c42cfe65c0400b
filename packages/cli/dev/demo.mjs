// The whole path on one machine: sample rows → database → a model trained on them → a CRM page that scores them.
//   npm run demo               on ports 8080 (CRM), 8081 (Storybook), 8082 (worker and console)
//   PORT=9000 npm run demo     on 9000, 9001, 9002
//   npm run demo -- --reset    from nothing
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { portIsFree, runCommand, startService, stopAll, waitFor, waitForSilence } from './processes.mjs';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');
const home = resolve(root, process.env.AICRM_DEMO_HOME ?? '.demo');
const port = Number(process.env.PORT ?? 8080);
if (!Number.isInteger(port) || port < 1 || port > 65_533) {
  process.stderr.write(`PORT is "${process.env.PORT}"; it must be a whole number from 1 to 65533.\n`);
  process.exit(2);
}
const ports = { crm: port, storybook: port + 1, worker: port + 2 };
const at = (name) => `http://127.0.0.1:${ports[name]}`;
/**
 * Three customers: a club whose model holds, a bank whose model does not, so that a refusal can be looked at, too, and a made-up
 * company that sells to companies, with deals, contracts and messages. The third comes when the pages are up already.
 */
const tenants = {
  club: { id: 'retail-club', name: 'Retail club', currency: 'USD', progress: '' },
  bank: { id: 'drifting-bank', name: 'Drifting bank', currency: 'EUR', progress: 'bank.' },
  b2b: { id: 'alder-supply', name: 'Alder Process Supply (made up)', currency: 'EUR', progress: 'b2b.' },
};
/** What is computed for a whole tenant, in the order in which a page misses it. */
const analyses = ['customer-value', 'segments', 'sales-forecast', 'insights', 'action-rules'];
const sampleDir = ({ id }) => join(root, 'packages/cli/samples', id);
const aicrm = join(root, 'packages/cli/bin/aicrm.mjs');
const quietWrangler = {
  WRANGLER_SEND_METRICS: 'false',
  WRANGLER_HIDE_BANNER: 'true',
  CLOUDFLARE_CF_FETCH_ENABLED: 'false',
};

const begin = Date.now();
const say = (text) =>
  process.stdout.write(`demo ${String(Math.round((Date.now() - begin) / 1000)).padStart(4)} s  ${text}\n`);

let stopping = false;
async function stop(status) {
  if (stopping) return;
  stopping = true;
  await stopAll();
  process.exit(status);
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void stop(0));

async function giveUp(what, ...lines) {
  if (stopping) return;
  process.stderr.write(
    `\nThe demo could not go on: ${what}\n${lines.map((line) => `  ${line}`).join('\n')}\n`,
  );
  await stop(1);
}

/** Runs one step to its end; the demo ends with the step's own words when it fails. */
async function step(text, command, words, options = {}) {
  say(text);
  const { status, tail } = await runCommand(command, words, { cwd: root, ...options });
  if (status !== 0) {
    await giveUp(
      `"${text.replace(/ \.\.\.$/, '')}" ended with status ${status}.`,
      ...tail.trim().split('\n').slice(-15),
    );
    // Nothing after a failed step may run while the children are being stopped.
    await new Promise(() => {});
  }
}

/** Keys made once for this folder; they never leave the machine. */
function secrets() {
  const file = join(home, 'secrets.json');
  if (!existsSync(file)) {
    const made = {
      operatorKey: randomBytes(24).toString('hex'),
      tokenSecret: randomBytes(32).toString('hex'),
    };
    writeFileSync(file, JSON.stringify(made), { mode: 0o600 });
  }
  const kept = JSON.parse(readFileSync(file, 'utf8'));
  const lines = [`OPERATOR_KEY=${kept.operatorKey}`, `TOKEN_SECRET=${kept.tokenSecret}`];
  writeFileSync(join(home, 'worker.env'), `${lines.join('\n')}\n`, { mode: 0o600 });
  return kept;
}

/** What an earlier run has finished, so that a second start takes seconds and a broken one goes on where it stopped. */
const progress = {
  file: join(home, 'progress.json'),
  read() {
    return existsSync(this.file) ? JSON.parse(readFileSync(this.file, 'utf8')) : {};
  },
  add(more) {
    writeFileSync(this.file, JSON.stringify({ ...this.read(), ...more }), { mode: 0o600 });
  },
};

/** Says only what is so: the port is asked, since a process that is gone may have left others that serve. */
async function sayStopped() {
  const silent = await waitForSilence(`${at('worker')}/v1/health`, 10);
  if (stopping) return;
  say(
    silent
      ? 'the worker has stopped. The CRM page goes on from its store; start the demo again to bring it back.'
      : `the worker's process has ended, and yet something answers on port ${ports.worker}.`,
  );
}

async function startWorker() {
  const wrangler = join(root, 'node_modules/.bin/wrangler');
  const state = ['--persist-to', join(home, 'state')];
  await step(
    'migrating the embedded database ...',
    wrangler,
    ['d1', 'migrations', 'apply', 'DB', '--local', ...state],
    { env: { ...quietWrangler, CI: 'true' } },
  );
  say('starting the worker ...');
  let alive = true;
  const words = [
    'dev',
    '--ip',
    '127.0.0.1',
    '--port',
    String(ports.worker),
    '--inspector-port',
    '0',
    '--env-file',
    join(home, 'worker.env'),
  ];
  const worker = startService(wrangler, [...words, ...state, '--show-interactive-dev-session=false'], {
    cwd: root,
    env: quietWrangler,
    log: join(home, 'worker.log'),
    onExit: () => {
      alive = false;
      if (!stopping) void sayStopped();
    },
  });
  if (await waitFor(`${at('worker')}/v1/health`, 90, () => alive)) return worker;
  const log = readFileSync(join(home, 'worker.log'), 'utf8').trim().split('\n').slice(-15);
  await giveUp(`the worker did not answer on port ${ports.worker}.`, ...log);
  return worker;
}

/** What is known of one tenant; the club's keys have no prefix, as they had before there was another tenant. */
const known = (tenant, key) => progress.read()[tenant.progress + key];
const note = (tenant, key, value) => progress.add({ [tenant.progress + key]: value });

/** Makes a tenant once; its API key is the one that the customer's own servers would hold. */
async function makeTenant({ operatorKey }, tenant) {
  const apiKey = known(tenant, 'apiKey');
  if (apiKey) return apiKey;
  const { id, name, currency } = tenant;
  say(`making the tenant ${id} ...`);
  const answer = await fetch(`${at('worker')}/v1/tenants`, {
    method: 'POST',
    headers: { authorization: `Bearer ${operatorKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ tenant: id, name, currency }),
  });
  const body = await answer.json();
  if (!answer.ok)
    await giveUp(`the tenant ${id} could not be made.`, JSON.stringify(body), 'Try: npm run demo -- --reset');
  note(tenant, 'apiKey', body.key);
  return body.key;
}

const envOf = (apiKey) => ({ AICRM_API: at('worker'), AICRM_API_KEY: apiKey });
const load = ({ id }, weeks) => [aicrm, 'sample', 'load', id, '--shift-weeks', String(weeks)];

/** The club's dates move to today; its own history trains its model. */
async function loadAndTrain(apiKey) {
  const { club } = tenants;
  const options = { env: envOf(apiKey), show: true };
  if (known(club, 'shiftWeeks') === undefined) {
    const { lastDay } = JSON.parse(readFileSync(join(sampleDir(club), 'sample.json'), 'utf8'));
    const weeks = Math.floor((Date.now() - Date.parse(lastDay)) / (7 * 86_400_000));
    await step('importing the sample tenant ...', process.execPath, load(club, weeks), options);
    note(club, 'shiftWeeks', weeks);
  }
  if (!known(club, 'trained')) {
    await step(
      "training the tenant's own model on its history ...",
      process.execPath,
      [
        aicrm,
        'train',
        'lead-score',
        '--wait',
        '--horizon-days',
        '70',
        '--outcome',
        'redeems a coupon of the campaign within 70 days',
      ],
      options,
    );
    note(club, 'trained', true);
  }
}

/**
 * The bank's dates stay in 2008 to 2010, because the drift is a story of those years. It knows a call's answer when the
 * call ends, so a short horizon is enough. The leak check finds the length of the call by itself.
 */
async function loadBank(apiKey) {
  const { bank } = tenants;
  const options = { env: envOf(apiKey), show: true };
  if (!known(bank, 'loaded')) {
    await step("importing the bank's calls ...", process.execPath, load(bank, 0), options);
    note(bank, 'loaded', true);
  }
  if (!known(bank, 'trained')) {
    await step(
      'training on them, to see whether it holds ...',
      process.execPath,
      [aicrm, 'train', 'lead-score', '--wait', '--horizon-days', '7'],
      options,
    );
    note(bank, 'trained', true);
  }
}

/** Has everything computed that is computed for a whole tenant; a refusal is an answer, too. */
async function analyse(tenant, apiKey) {
  if (known(tenant, 'analysed')) return;
  const headers = { authorization: `Bearer ${apiKey}` };
  const call = async (method, path) => {
    const answer = await fetch(`${at('worker')}${path}`, { method, headers });
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}`);
    return answer.json();
  };
  for (const name of analyses) {
    let job = await call('POST', `/v1/analyses/${name}`);
    while (job.status === 'queued' || job.status === 'running') {
      await new Promise((resolve) => setTimeout(resolve, 500));
      job = await call('GET', `/v1/jobs/${job.id}`);
    }
    if (job.status !== 'done') throw new Error(`${name}: ${job.error?.detail ?? job.status}`);
  }
  const { analyses: told } = await call('GET', '/v1/analyses');
  for (const { name, current, refusal } of told)
    say(`${tenant.name}: ${name} ${current ? `computed (${current.bytes} bytes)` : `refused: ${refusal}`}`);
  note(tenant, 'analysed', true);
}

/** A step behind the pages: it says its line, and where it fails it says so and nothing else stops. */
async function behind(text, words, env) {
  say(text);
  const { status, tail } = await runCommand(process.execPath, [aicrm, ...words], { cwd: root, env });
  if (status !== 0)
    throw new Error(`"${text}" ended with status ${status}: ${tail.trim().split('\n').at(-1)}`);
}

/** The made-up company, behind the pages: the generator writes its files, and the worker trains on its deals. */
async function loadCompany(apiKey) {
  const { b2b } = tenants;
  const env = envOf(apiKey);
  const folder = join(home, b2b.id);
  if (!known(b2b, 'loaded')) {
    await behind(
      'making a company that sells to companies ...',
      ['sample', 'make', '--seed', '7', '--out', folder],
      env,
    );
    await behind('importing it, behind the pages ...', ['sample', 'load', folder], env);
    note(b2b, 'loaded', true);
  }
  if (!known(b2b, 'trained')) {
    await behind('training on its deals ...', ['train', 'deal-score', '--wait'], env);
    note(b2b, 'trained', true);
  }
  await analyse(b2b, apiKey);
  say(`a company with deals, contracts and messages: ${at('worker')}/console/#key=${apiKey}`);
}

if (process.argv.includes('--reset')) rmSync(home, { recursive: true, force: true });
mkdirSync(home, { recursive: true });

for (const [name, number] of Object.entries(ports))
  if (!(await portIsFree(number)))
    await giveUp(
      `port ${number} (${name}) is taken.`,
      'Stop what uses it, or choose another first port: PORT=9000 npm run demo',
    );

await step('building the embed files and the console ...', process.execPath, [
  join(root, 'packages/cli/dev/build.mjs'),
]);

const kept = secrets();
const worker = await startWorker();
const apiKey = await makeTenant(kept, tenants.club);
await loadAndTrain(apiKey);
const bankKey = await makeTenant(kept, tenants.bank);
await loadBank(bankKey);

const { start } = await import('../../../stories/hosts/crm/server.mjs');
const { bankMount } = await import('../../../stories/hosts/bank/server.mjs');
const { portalMount } = await import('../../../stories/hosts/portal/server.mjs');
await start({
  port: ports.crm,
  sampleDir: sampleDir(tenants.club),
  api: at('worker'),
  apiKey,
  embedDir: join(root, 'packages/embed/dist'),
  shiftWeeks: known(tenants.club, 'shiftWeeks'),
  mounts: [
    await bankMount({ sampleDir: sampleDir(tenants.bank), api: at('worker'), apiKey: bankKey }),
    await portalMount({
      sampleDir: sampleDir(tenants.club),
      api: at('worker'),
      apiKey,
      shiftWeeks: known(tenants.club, 'shiftWeeks'),
    }),
  ],
});
process.stdout.write(`ready: ${at('crm')}/\n`);
say(`  the CRM page with our badges in it`);
say(`  console: ${at('worker')}/console/#key=${apiKey}`);
say(`  for the command line: export AICRM_API=${at('worker')} AICRM_API_KEY=${apiKey}`);
say(`  a bank whose model does not hold: ${at('crm')}/bank/`);
say(`  its console: ${at('worker')}/console/#key=${bankKey}`);
say(
  `  worker:  ${at('worker')}/v1/health (process ${worker.pid}; end it with "kill ${worker.pid}" and the CRM page still scores)`,
);

say('starting Storybook ...');
startService(
  join(root, 'node_modules/.bin/storybook'),
  [
    'dev',
    '--config-dir',
    'stories/.storybook',
    '--port',
    String(ports.storybook),
    '--host',
    '127.0.0.1',
    '--exact-port',
    '--ci',
    '--no-open',
    '--no-version-updates',
    '--disable-telemetry',
  ],
  {
    cwd: root,
    log: join(home, 'storybook.log'),
    onExit: () => {
      if (!stopping) say(`Storybook has stopped; see ${join(home, 'storybook.log')}`);
    },
  },
);
if (await waitFor(`${at('storybook')}/index.json`, 120)) process.stdout.write(`ready: ${at('storybook')}/\n`);
else say(`Storybook did not answer; see ${join(home, 'storybook.log')}`);
// It is served since the CRM page is; its line comes last, because scripts that read the first two expect CRM and Storybook.
process.stdout.write(`ready: ${at('crm')}/portal/\n`);
say('  the club’s customer portal, with offers that are chosen in the page');
say('everything is up. Ctrl-C stops it.');

// What makes the pages richer, and keeps nobody waiting.
try {
  await analyse(tenants.club, apiKey);
  await loadCompany(await makeTenant(kept, tenants.b2b));
} catch (error) {
  if (!stopping)
    say(`the rest of the demo's data could not be made: ${error.message}. Start the demo again to go on.`);
}
