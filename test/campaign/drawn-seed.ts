/** A new seed each time, unless `AICRM_SEED` names one to play again. */
export const drawnSeed = (): number =>
  Number(process.env.AICRM_SEED ?? 1 + Math.floor(Math.random() * 2 ** 31));
