#!/usr/bin/env node
import { existsSync } from 'node:fs';
import module from 'node:module';

const published = new URL('../dist/main.js', import.meta.url);

// In a checkout there is no build: Node strips the types itself, and only the spelling of imports is left to bridge.
// Sources write `./x.js`, as the published files are called; where only `x.ts` lies there, that is meant.
if (!existsSync(published)) {
  if (!module.registerHooks || !process.features.typescript) {
    process.stderr.write(
      `aicrm: Node ${process.versions.node} cannot run TypeScript; use Node 22.18 or later, or "npm run aicrm --".\n`,
    );
    process.exit(2);
  }
  module.registerHooks({
    resolve(specifier, context, next) {
      const ours = /^\.\.?\/.*\.js$/.test(specifier) && context.parentURL?.endsWith('.ts');
      if (!ours || existsSync(new URL(specifier, context.parentURL))) return next(specifier, context);
      return next(specifier.replace(/\.js$/, '.ts'), context);
    },
  });
}

const { run } = await import(existsSync(published) ? published.href : '../src/main.ts');
const { processIo } = await import(
  existsSync(published) ? new URL('./io.js', published).href : '../src/io.ts'
);
process.exitCode = await run(process.argv.slice(2), processIo());
