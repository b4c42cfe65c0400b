import { yieldToPage } from '@aicrm/client/yield-to-page';

/**
 * Elements that are drawn in one turn of the event loop. A record page's few are all painted at once; a list's follow in
 * the order of the document, so that no turn is long on a phone four times slower than a desktop.
 */
export const mountsPerTurn = 8;

/**
 * Turns of drawing between two frames. What is drawn costs the page's style, layout and paint several times its script,
 * all of it in the task of the next frame; and a frame of a long page costs as much again, whatever was drawn. So a list
 * of a hundred is drawn in a few frames, and a longer one in as many, not more.
 */
const turnsPerFrame = 2;
const mostFrames = 8;
/** A hidden page has no frames, and one out of sight in a frame of another origin few: milliseconds to wait for one. */
const patience = 100;

/** Those that wait, drawn before or not: a score that has come is painted before another element's skeleton. */
const again: (() => void)[] = [];
const first: (() => void)[] = [];
let room = mountsPerTurn;
let running = false;

const frame = (): Promise<unknown> =>
  new Promise((resolve) => {
    requestAnimationFrame(resolve);
    setTimeout(resolve, patience);
  });

/** Turn by turn until nobody waits. */
async function run(): Promise<void> {
  let turns = 0;
  let asked = mountsPerTurn;
  do {
    await yieldToPage();
    const waiting = again.length + first.length;
    asked = Math.max(asked, waiting);
    if (waiting > 0 && ++turns >= Math.max(turnsPerFrame, asked / mostFrames / mountsPerTurn)) {
      turns = 0;
      await frame();
      // The turn after a frame's callback begins when it is painted.
      await yieldToPage();
    }
    room = mountsPerTurn;
    while (room > 0) {
      const next = again.shift() ?? first.shift();
      if (!next) break;
      room--;
      next();
    }
  } while (room < mountsPerTurn);
  running = false;
}

/**
 * An element's leave to draw: `undefined` where this turn has room, else a promise for a later turn.
 * @param drawn Whether it was drawn before.
 */
export function turnToDraw(drawn: boolean): Promise<void> | undefined {
  if (!running) {
    running = true;
    void run();
  }
  if (room > 0) {
    room--;
    return undefined;
  }
  return new Promise((resolve) => (drawn ? again : first).push(resolve));
}

/** More elements than this that begin in one turn leave their work to the next. */
const many = 16;
let begun = 0;
let next: Promise<void> | undefined;

/** Counts an element that will ask for its data. */
export function begins(): void {
  begun++;
  next ??= yieldToPage().then(() => {
    next = undefined;
    begun = 0;
  });
}

/**
 * An element's leave to ask for its data the first time. To define a tag upgrades all that a page has of it in one task;
 * where these are many, what they ask for is a task of its own, one for all of them.
 */
export const turnToAsk = (): Promise<void> | undefined => (begun > many ? next : undefined);
