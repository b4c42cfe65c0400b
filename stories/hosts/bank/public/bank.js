import { whenClient } from '/assets/ai-crm.js';
import { el, find } from '/assets/dom.js';
import { renderCalls } from './calls.js';
import { figuresOf, leadOf, renderStory, titleOf } from './story.js';
import { number, ordinal } from './words.js';

const by = (id) => find(document, `#${id}`);
const consoleHref = document.body.dataset.console;
const again = 5_000;

/** The newest version's card, published or refused, as the page's own client reads it; asked again while there is none. */
async function whenCard(onWaiting) {
  const client = await whenClient();
  for (;;) {
    const card = await client.card('lead-score');
    if ('verdict' in card) return card;
    onWaiting(card);
    await new Promise((done) => setTimeout(done, again));
  }
}

by('console-link').setAttribute('href', consoleHref);
const response = await fetch('/bank/calls');
const { about, quarters, calls } = await response.json();
renderCalls(by('calls'), by('more'), calls, consoleHref);
by('notice').append(
  `${about.source} Licence: CC BY 4.0. This page has every ${ordinal(about.sampled.every)} of its ${number(about.sampled.of)} calls, in order. Month and weekday of each call are the source’s; the day of the month is fitted to them and the time of day is invented. `,
  el('a', { href: 'https://doi.org/10.1016/j.dss.2014.03.001' }, 'doi:10.1016/j.dss.2014.03.001'),
);

const card = await whenCard((problem) => {
  by('lead').textContent =
    problem.kind === 'not-found'
      ? 'Nothing has been learned from this bank’s calls yet. This page looks again every few seconds.'
      : `The model card cannot be read right now: ${problem.detail} This page tries again every few seconds.`;
});
by('title').textContent = titleOf(card);
by('lead').replaceChildren(...leadOf(card));
by('figures').replaceChildren(...figuresOf(card));
const { beside, below } = renderStory({ card, quarters, consoleHref });
by('beside').replaceChildren(...beside);
by('below').replaceChildren(...below);
document.body.toggleAttribute('data-ready', true);
