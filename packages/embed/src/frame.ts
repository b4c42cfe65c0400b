import { otherElements } from './elements.js';
import { firstElements } from './first-elements.js';
import { eventNames } from './frame/event-names.js';
import { startGuest } from './frame/guest.js';
import { findScript, readScript } from './script-options.js';

// The one script of the page that a frame shows. A sheet made here passes every policy that lets this script run.
const sheet = new CSSStyleSheet();
// `flow-root` keeps an element's margin inside what is measured; a frame is as transparent as its host's theme allows.
sheet.replaceSync('html{background:transparent}body{margin:0;display:flow-root}');
document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];

const { url } = import.meta;
const { api } = readScript(findScript(document, url), url);
startGuest(window, { api, loaders: { ...firstElements, ...otherElements }, events: eventNames });
