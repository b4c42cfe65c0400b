/**
 * Watches for the two ways to leave a floating part: Escape, and a press outside. The popover is `manual`, because an
 * `auto` one would close the host's own menus, and would be closed by other programs, which is no person's action.
 *
 * @param everywhere `false` where the part stands in the page's flow: then only Escape inside the element counts.
 * @param leave `refocus` is true where the focus would be lost with the part.
 * @returns A function that stops.
 */
export function onDismiss(
  element: HTMLElement,
  everywhere: boolean,
  leave: (refocus: boolean) => void,
): () => void {
  const page = element.ownerDocument;
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    // A dialog of the host's around the element must not close by the same key.
    event.preventDefault();
    event.stopPropagation();
    leave(true);
  };
  const onPress = (event: Event) => {
    if (!event.composedPath().includes(element)) leave(false);
  };
  element.addEventListener('keydown', onKey);
  if (everywhere) {
    page.addEventListener('keydown', onKey);
    page.addEventListener('pointerdown', onPress, true);
  }
  return () => {
    element.removeEventListener('keydown', onKey);
    page.removeEventListener('keydown', onKey);
    page.removeEventListener('pointerdown', onPress, true);
  };
}
