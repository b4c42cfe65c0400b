import {
  createElement,
  type ReactElement,
  type Ref,
  useCallback,
  useEffect,
  useLayoutEffect,
  useRef,
} from 'react';
import type { ElementProps } from './types.js';

/** What is React's or every element's own affair; all else is a property of ours. */
const common =
  /^(?:aria-.*|data-.*|id|className|style|slot|part|title|lang|dir|hidden|role|tabIndex|theme|children|key|suppressHydrationWarning)$/;
const ours = /^onAicrm[A-Z]/;
const theirs = /^on[A-Z]/;

/** `onAicrmForecastView` is the event `aicrm-forecast-view`. */
const eventOf = (prop: string): string =>
  prop.slice(2).replace(/[A-Z]/g, (letter, at: number) => `${at === 0 ? '' : '-'}${letter.toLowerCase()}`);

/** On a server there is no layout to be in time for, and React would warn. */
const useBeforePaint = typeof document === 'undefined' ? useEffect : useLayoutEffect;

type Props = Readonly<Record<string, unknown>>;

/**
 * A React component for one of our tags. It renders the tag alone, sets every prop of ours as a property (a record would
 * become the text `[object Object]` as an attribute, also while the tag is not defined yet), and listens to `onAicrm...`
 * through the element itself. It imports no element: the script tag, or `@aicrm/widgets/<tag>/define`, defines it.
 */
export function wrapElement<Tag extends keyof HTMLElementTagNameMap & `aicrm-${string}`>(
  tag: Tag,
): (props: ElementProps<HTMLElementTagNameMap[Tag]>) => ReactElement {
  // biome-ignore lint/correctness/noComponentHookFactories: called once for each tag, when the module is read.
  function Wrapped({ ref, ...props }: Props & { ref?: Ref<HTMLElement> | undefined }): ReactElement {
    const element = useRef<HTMLElement>(null);
    const given = useRef<Props>({});
    const latest = useRef<Props>(props);

    const attributes: Record<string, unknown> = {};
    const properties: Record<string, unknown> = {};
    const events: string[] = [];
    for (const [name, value] of Object.entries(props))
      if (ours.test(name)) events.push(eventOf(name));
      else if (common.test(name) || theirs.test(name)) attributes[name] = value;
      else properties[name] = value;

    useBeforePaint(() => {
      latest.current = props;
      if (element.current === null) return;
      for (const [name, value] of Object.entries(properties))
        if (!Object.is(given.current[name], value)) Reflect.set(element.current, name, value);
      // A prop that is gone counts as not set, so that the element's own default comes back.
      for (const name of Object.keys(given.current))
        if (!(name in properties)) Reflect.set(element.current, name, undefined);
      given.current = properties;
    });

    // Listeners stay while the same events are wanted; they call what the last render handed over.
    const wanted = events.toSorted().join(' ');
    useEffect(() => {
      const target = element.current;
      if (target === null || wanted === '') return;
      const end = new AbortController();
      const tell = (event: Event): void => {
        for (const [name, handler] of Object.entries(latest.current))
          if (ours.test(name) && eventOf(name) === event.type && typeof handler === 'function')
            handler(event);
      };
      for (const name of wanted.split(' ')) target.addEventListener(name, tell, { signal: end.signal });
      return () => end.abort();
    }, [wanted]);

    const keep = useCallback(
      (node: HTMLElement | null) => {
        // A node that comes anew has been told nothing yet; one whose `ref` changed has.
        if (node !== null && node !== element.current) {
          element.current = node;
          given.current = {};
        }
        if (typeof ref === 'function') return ref(node);
        if (ref) ref.current = node;
        return undefined;
      },
      [ref],
    );

    return createElement(tag, { ...attributes, ref: keep });
  }
  Wrapped.displayName = tag;
  return Wrapped as (props: ElementProps<HTMLElementTagNameMap[Tag]>) => ReactElement;
}
