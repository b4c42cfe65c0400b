// Brings what this project needs onto the machine, then runs a script with the project's own Node.
//   node packages/cli/dev/setup.mjs [--browser] [--quiet] [--run SCRIPT [ARGUMENT ...]]
// It runs before anything is installed, so it uses nothing but Node 20's standard library.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');
const pnpm = 'pnpm@12.21.0';
/** The command line runs its TypeScript sources as they are, which Node does by itself from here on. */
const minimumNode = [22, 18];

const runAt = process.argv.indexOf('--run');
const options = process.argv.slice(2, runAt < 0 ? undefined : runAt);
const script = runAt < 0 ? undefined : process.argv[runAt + 1];
const scriptArguments = runAt < 0 ? [] : process.argv.slice(runAt + 2);
const say = (text) => options.includes('--quiet') || process.stderr.write(`set-up: ${text}\n`);

function giveUp(...lines) {
  process.stderr.write(`\nset-up could not finish.\n${lines.map((line) => `  ${line}`).join('\n')}\n`);
  process.exit(1);
}

/** The lockfile, the root's manifest and the workspace file decide what is installed; their hash says whether that was done already. */
function wanted() {
  const hash = createHash('sha256');
  for (const file of ['package.json', 'pnpm-lock.yaml', 'pnpm-workspace.yaml'])
    hash.update(readFileSync(join(root, file)));
  return hash.digest('hex');
}

function installPackages() {
  const stamp = join(root, 'node_modules', '.aicrm-setup');
  const hash = wanted();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return;
  say('installing packages (about half a minute the first time) ...');
  const answer = spawnSync('npx', ['-y', pnpm, 'install', '--frozen-lockfile', '--reporter=append-only'], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, CI: 'true', ONNXRUNTIME_NODE_INSTALL: 'skip' },
  });
  if (answer.status !== 0)
    giveUp(
      `"npx ${pnpm} install --frozen-lockfile" ended with status ${answer.status}:`,
      ...`${answer.stdout ?? ''}${answer.stderr ?? ''}`.trim().split('\n').slice(-12),
      'It needs the npm registry; check the network or the proxy settings, then run the same command again.',
    );
  writeFileSync(stamp, hash);
}

/** The project's own Node where its package exists for this platform, else the one that runs this, if new enough. */
function findNode() {
  const own = join(root, 'node_modules', '.bin', 'node');
  if (existsSync(own)) return own;
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > minimumNode[0] || (major === minimumNode[0] && minor >= minimumNode[1]))
    return process.execPath;
  return giveUp(
    `Node ${process.versions.node} is too old, and no newer one comes as a package for this platform.`,
    `Install Node ${minimumNode.join('.')} or later (https://nodejs.org), then run the same command again.`,
  );
}

const browsers = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

function findBrowser() {
  const named = process.env.CHROME_PATH;
  if (named && !existsSync(named)) giveUp(`CHROME_PATH names ${named}, which does not exist.`);
  return named ?? browsers.find((path) => existsSync(path));
}

function installBrowser() {
  const found = findBrowser();
  if (found) return found;
  const ask = [
    'Chromium is needed by the component tests and was not found.',
    'Install it (Debian, Ubuntu: apt-get install chromium fonts-dejavu-core), or set CHROME_PATH to a Chrome or Chromium.',
  ];
  if (spawnSync('apt-get', ['--version']).status !== 0) return giveUp(...ask);
  const asRoot = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  if (asRoot.length > 0 && spawnSync('sudo', ['-n', 'true']).status !== 0) return giveUp(...ask);
  say('installing Chromium with apt (a minute or two the first time) ...');
  const apt = (...words) => {
    const [command, ...rest] = [...asRoot, 'apt-get', ...words];
    return spawnSync(command, rest, {
      encoding: 'utf8',
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  };
  apt('update');
  const answer = apt('install', '-y', '--no-install-recommends', 'chromium', 'fonts-dejavu-core');
  return findBrowser() ?? giveUp(...ask, ...`${answer.stderr}`.trim().split('\n').slice(-4));
}

installPackages();
const node = findNode();
const env = { ...process.env, PATH: `${join(root, 'node_modules', '.bin')}${delimiter}${process.env.PATH}` };
if (options.includes('--browser')) env.CHROME_PATH = installBrowser();

if (script) {
  const child = spawn(node, [join(root, script), ...scriptArguments], { stdio: 'inherit', env });
  // The child decides how to end; this process only waits for it, so that Ctrl-C and kill stop both cleanly.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  // A signal to npm ends npm and its shell but never reaches us: losing the parent means the same.
  const parent = process.ppid;
  const watch = setInterval(() => process.ppid === parent || child.kill('SIGTERM'), 250);
  watch.unref();
  child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
}
