/**
 * Defines a tag. It resolves, once the element has painted, with what fetches its rest (all that a person has to open),
 * if there is any: that is called while the page is idle, so that the element opens offline too.
 */
export type Loader = () => Promise<(() => Promise<unknown>) | undefined>;
export type Loaders = Readonly<Record<string, Loader>>;

/**
 * Defines elements when the page first shows one: those already there, and those added later. It cannot look into a
 * host's shadow roots: such a host imports the element's define file itself.
 * @returns A function that stops.
 */
export function autoload(page: Document, loaders: Loaders): () => void {
  const asked = new Set<string>();

  function load(tag: string): void {
    const loader = loaders[tag];
    if (!loader || asked.has(tag)) return;
    asked.add(tag);
    if (customElements.get(tag)) {
      // Whoever came first stays: `customElements.define` would throw into the host.
      console.warn(`<${tag}> is defined already; the copy that came first stays in use.`);
      return;
    }
    loader().then(
      (later) => later && whenIdle(() => void later().catch(() => {})),
      (error: unknown) => {
        // A cut line must not leave the tag dead for good: the next one that appears tries again.
        asked.delete(tag);
        console.warn(`<${tag}> could not be loaded: ${error}`);
      },
    );
  }

  function look(root: ParentNode): void {
    for (const tag of Object.keys(loaders)) if (!asked.has(tag) && root.querySelector(tag)) load(tag);
  }

  look(page);
  const observer = new MutationObserver((changes) => {
    for (const { addedNodes } of changes)
      for (const node of addedNodes)
        if (node instanceof Element) {
          load(node.localName);
          look(node);
        }
    if (Object.keys(loaders).every((tag) => asked.has(tag) && customElements.get(tag))) observer.disconnect();
  });
  observer.observe(page, { childList: true, subtree: true });
  return () => observer.disconnect();
}

function whenIdle(work: () => void): void {
  if ('requestIdleCallback' in globalThis) requestIdleCallback(work, { timeout: 2_000 });
  else setTimeout(work, 200);
}
