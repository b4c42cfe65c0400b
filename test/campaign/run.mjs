// Plays the long campaigns: what the tests sample, in full.
//   npm run campaign                              all of them
//   npm run campaign -- --only histories          those whose name holds the word
//   npm run campaign -- --json rows.json          the rows as JSON, too
//   AICRM_SEED=4711 npm run campaign -- --only injection                       the same texts again (also: properties)
//   AICRM_SEED=4711 AICRM_HISTORIES=1 npm run campaign -- --only histories     one history again
import '../measure/strip-types.mjs';

const { campaign } = await import('./suites.ts');
await campaign();
