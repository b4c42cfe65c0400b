export interface VirtualRows<T> {
  set(items: readonly T[], key: (item: T) => string): void;
}
export function createVirtualRows<T>(options: {
  readonly scroller: HTMLElement;
  readonly body: HTMLElement;
  readonly makeRow: () => HTMLElement;
  readonly fillRow: (row: HTMLElement, item: T, index: number) => void;
}): VirtualRows<T>;
