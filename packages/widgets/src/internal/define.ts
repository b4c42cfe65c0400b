/**
 * Defines a tag once. A second copy of our script on the page (another version, another vendor's bundle) keeps the
 * first definition, because `customElements.define` would throw into the host; it says so once, in the console.
 * On a server, where there is no registry, it does nothing.
 */
export function define(tag: string, element: CustomElementConstructor): void {
  if (typeof customElements === 'undefined') return;
  const existing = customElements.get(tag);
  if (!existing) customElements.define(tag, element);
  else if (existing !== element && !warned.has(tag)) {
    warned.add(tag);
    console.warn(`<${tag}> is defined already; the copy that came first stays in use.`);
  }
}

const warned = new Set<string>();
