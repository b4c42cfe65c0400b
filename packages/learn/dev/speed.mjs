// Prints how fast this machine trains, scores and explains. Run: node_modules/.bin/node packages/learn/dev/speed.mjs
// No test reads these times: they depend on the machine and its neighbours. Compare them with another library on the same machine.
import { registerHooks } from 'node:module';

// Node strips the types itself; only the imports' endings differ, as sources import `.js` for what a build will write.
registerHooks({
  resolve: (specifier, context, next) =>
    next(specifier.startsWith('.') ? specifier.replace(/\.js$/, '.ts') : specifier, context),
});
const { trainBoosting } = await import('../src/train/boosting.ts');
const { trainLogistic } = await import('../src/train/logistic.ts');
const { margins } = await import('../src/model/evaluate.ts');
const { contributions } = await import('../src/model/attribution.ts');
const { synthetic } = await import('../src/testing/synthetic.ts');

/** Least CPU seconds of some tries, so that a busy neighbour counts less. */
function seconds(work, tries = 3) {
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < tries; i++) {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, (user + system) / 1e6);
  }
  return least;
}

const large = synthetic(20_000, 20, 1, 0.05);
const small = synthetic(5_000, 20, 2, 0.05);
const complete = synthetic(20_000, 60, 3);
const all = { rowSample: 1, columnSample: 1 };
const out = new Float64Array(20);
const explain = (model, rows) => () => {
  for (let i = 0; i < rows; i++) contributions(model, large.x.data, out, i * 20);
};

const train = (name, work) => console.log(`${name}: ${seconds(work).toFixed(2)} s`);
train('train 20,000 x 20, 300 trees of depth 6, all rows and columns', () =>
  trainBoosting(large.x, large.y, { trees: 300, depth: 6, ...all }),
);
train('train the same with samples of .8', () => trainBoosting(large.x, large.y, { trees: 300, depth: 6 }));
train('train 5,000 x 20, 200 trees of depth 4', () =>
  trainBoosting(small.x, small.y, { trees: 200, depth: 4 }),
);
train('train logistic 20,000 x 60', () => trainLogistic(complete.x, complete.y));
for (const [trees, depth] of [
  [100, 6],
  [200, 6],
  [200, 4],
]) {
  const model = trainBoosting(large.x, large.y, { trees, depth, ...all });
  const scored = 20_000 / seconds(() => margins(model, large.x), 6);
  const explained = 1_000 / seconds(explain(model, 1_000));
  const rate = (value) => Math.round(value).toLocaleString('en');
  console.log(
    `${trees} trees of depth ${depth}: ${rate(scored)} rows/s scored, ${rate(explained)} rows/s explained`,
  );
}
