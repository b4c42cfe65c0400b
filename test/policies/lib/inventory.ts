/** Attributes whose value a browser acts on, and `class`, which decides a look: these are compared with their value. */
const acted =
  /^(?:on.*|href|xlink:href|src|srcset|srcdoc|data|action|formaction|style|class|part|id|slot|is|name|type|role|popover|target|rel|fill|width|height|d)$/;

/**
 * What stands in a tree, through its shadow roots: every element with the names of its attributes, and the values of
 * those that do something. Texts are left out, so two renders that differ in a text alone have the same inventory.
 */
export function inventory(root: Element): string[] {
  const found: string[] = [];
  const walk = (element: Element, depth: number): void => {
    const attributes = [...element.attributes]
      .map(({ name, value }) => (acted.test(name) ? `${name}=${JSON.stringify(value)}` : name))
      .sort();
    found.push(`${depth} ${element.namespaceURI} ${element.localName} ${attributes.join(' ')}`);
    for (const child of element.shadowRoot?.children ?? []) walk(child, depth + 1);
    for (const child of element.children) walk(child, depth + 1);
  };
  walk(root, 0);
  return found;
}

/** How many lines of one inventory the other does not have, either way. */
export function difference(one: readonly string[], other: readonly string[]): string[] {
  const missing = (from: readonly string[], where: readonly string[], sign: string): string[] => {
    const left = new Map<string, number>();
    for (const line of where) left.set(line, (left.get(line) ?? 0) + 1);
    return from.flatMap((line) => {
      const count = left.get(line) ?? 0;
      left.set(line, count - 1);
      return count > 0 ? [] : [sign + line];
    });
  };
  if (one.join('\n') === other.join('\n')) return [];
  return [...missing(one, other, '- '), ...missing(other, one, '+ ')];
}

/** Links in a tree that are not plain http(s). */
export function oddLinks(root: Element): string[] {
  const found: string[] = [];
  const walk = (element: Element): void => {
    for (const name of ['href', 'src', 'action', 'formaction', 'data', 'xlink:href']) {
      const value = element.getAttribute(name);
      if (value === null) continue;
      const { protocol } = new URL(value, document.baseURI);
      if (protocol !== 'https:' && protocol !== 'http:') found.push(`${element.localName} ${name}=${value}`);
    }
    for (const child of element.shadowRoot?.children ?? []) walk(child);
    for (const child of element.children) walk(child);
  };
  walk(root);
  return found;
}
