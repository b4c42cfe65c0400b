/**
 * Makes an element. Attributes starting with `on` are listeners; `true` sets an empty attribute; `null`, `undefined`
 * and `false` set none. Children are nodes or texts; no markup is ever parsed, so a record's text stays text.
 */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? '' : String(value));
  }
  element.append(
    ...children.flat().filter((child) => child !== null && child !== undefined && child !== false),
  );
  return element;
}

/** A copy of one of the page's templates. */
export const template = (id) => document.getElementById(id).content.firstElementChild.cloneNode(true);

export const find = (root, selector) => {
  const element = root.querySelector(selector);
  if (!element) throw new Error(`the page has no ${selector}`);
  return element;
};
