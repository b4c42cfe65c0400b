// Lets Node run the TypeScript sources as they lie; import it before any of them.
import { existsSync } from 'node:fs';
import module from 'node:module';

if (!module.registerHooks || !process.features.typescript) {
  process.stderr.write(`Node ${process.versions.node} cannot run TypeScript; use Node 22.18 or later.\n`);
  process.exit(2);
}
// Node strips the types itself; sources write `./x.js`, as the published files are called, where `x.ts` lies.
module.registerHooks({
  resolve(specifier, context, next) {
    const ours = /^\.\.?\/.*\.js$/.test(specifier) && context.parentURL?.endsWith('.ts');
    if (!ours || existsSync(new URL(specifier, context.parentURL))) return next(specifier, context);
    return next(specifier.replace(/\.js$/, '.ts'), context);
  },
});
