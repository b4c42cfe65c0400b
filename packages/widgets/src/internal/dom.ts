/** Makes an element without a parser, so that neither markup in a CRM's words nor Trusted Types come into it. */
export function make<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Readonly<Record<string, string>>,
  ...content: (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  for (const key in attributes) setAttribute(element, key, attributes[key]);
  element.append(...content);
  return element;
}

/** An icon of strokes on a field of 14 by 14, hidden from screen readers. */
export function icon(attributes: Readonly<Record<string, string>>, ...strokes: string[]): SVGElement {
  const draw = (name: string, of: Readonly<Record<string, string>>): SVGElement => {
    const element = document.createElementNS('http://www.w3.org/2000/svg', name);
    for (const key in of) setAttribute(element, key, of[key]);
    return element as SVGElement;
  };
  const svg = draw('svg', { viewBox: '0 0 14 14', 'aria-hidden': 'true', ...attributes });
  svg.append(...strokes.map((d) => draw('path', { d })));
  return svg;
}

/** Sets an attribute, or takes it away for `undefined`; one that is right already is not touched, so nobody is told. */
export function setAttribute(element: Element, name: string, value: string | undefined): void {
  if (value === undefined) element.removeAttribute(name);
  else if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}
