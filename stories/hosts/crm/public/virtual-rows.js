/**
 * Draws only the rows in sight of a long list with rows of one height. A row in use keeps its element while it is in
 * sight, so that focus and an open pop-over stay where they are; a row that holds the focus is kept even out of sight.
 */
export function createVirtualRows({ scroller, body, makeRow, fillRow, overscan = 4 }) {
  const shown = new Map();
  const spare = [];
  let items = [];
  let keyOf = (item) => item;
  let height = 56;
  let frame = 0;

  const measure = () => {
    height = Number.parseFloat(getComputedStyle(body).getPropertyValue('--row-height')) || 56;
  };

  function place(key, item, index, previous) {
    let row = shown.get(key);
    if (!row) {
      row = spare.pop() ?? makeRow();
      shown.set(key, row);
    }
    // The order in the document is the order on screen, or the Tab key would jump about.
    const next = previous ? previous.nextSibling : body.firstChild;
    // Where the browser can, a row moves without leaving the document: it keeps the focus and an open pop-over.
    if (next !== row) body[row.isConnected && body.moveBefore ? 'moveBefore' : 'insertBefore'](row, next);
    row.style.setProperty('--row-top', `${index * height}px`);
    fillRow(row, item, index);
    return row;
  }

  function draw() {
    frame = 0;
    if (scroller.clientHeight === 0) return; // Hidden: nothing is in sight.
    const top = scroller.scrollTop;
    const first = Math.max(0, Math.floor(top / height) - overscan);
    const last = Math.min(items.length, Math.ceil((top + scroller.clientHeight) / height) + overscan);
    const wanted = new Map();
    for (let i = first; i < last; i++) wanted.set(keyOf(items[i]), i);
    for (const [key, row] of shown) {
      if (wanted.has(key) || row.contains(document.activeElement)) continue;
      shown.delete(key);
      row.remove();
      spare.push(row);
    }
    let previous = null;
    for (const [key, index] of wanted) previous = place(key, items[index], index, previous);
  }

  const later = () => {
    if (frame === 0) frame = requestAnimationFrame(draw);
  };
  scroller.addEventListener('scroll', later, { passive: true });
  new ResizeObserver(() => {
    measure();
    body.style.setProperty('block-size', `${items.length * height}px`);
    later();
  }).observe(scroller);

  return {
    set(next, key) {
      items = next;
      keyOf = key;
      measure();
      const places = new Map();
      items.forEach((item, index) => {
        if (shown.has(keyOf(item))) places.set(keyOf(item), index);
      });
      // A row stays with its item wherever that goes; only those whose item is gone are used for others.
      for (const [itemKey, row] of shown) {
        const index = places.get(itemKey);
        if (index === undefined) {
          shown.delete(itemKey);
          row.remove();
          spare.push(row);
        } else {
          row.style.setProperty('--row-top', `${index * height}px`);
          fillRow(row, items[index], index);
        }
      }
      body.style.setProperty('block-size', `${items.length * height}px`);
      draw();
    },
    redraw: later,
    /** Takes all rows away while the list is hidden, so that no badge works for nobody. */
    clear() {
      for (const row of shown.values()) {
        row.remove();
        spare.push(row);
      }
      shown.clear();
    },
    /** Brings a row into sight and returns its element. */
    reveal(index) {
      // The column heads stick to the scroller's top edge and cover that much of it.
      const room = scroller.clientHeight - body.offsetTop;
      const top = index * height;
      if (top < scroller.scrollTop) scroller.scrollTop = top;
      else if (top + height > scroller.scrollTop + room) scroller.scrollTop = top + height - room;
      draw();
      return items[index] === undefined ? undefined : shown.get(keyOf(items[index]));
    },
    get pageSize() {
      return Math.max(1, Math.floor(scroller.clientHeight / height) - 1);
    },
    get visible() {
      return [...shown.keys()];
    },
  };
}
