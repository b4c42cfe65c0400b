import type { AicrmEvents } from '@aicrm/widgets/events';
import type { HTMLAttributes, ReactNode, Ref } from 'react';

/** Tells `readonly` members from others, which assignability alone does not. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** What a page may set on an element: its own public properties, no method, nothing read-only. */
export type Settable<Element> = {
  [Key in Exclude<keyof Element, keyof HTMLElement | 'updateComplete'> as Same<
    Pick<Element, Key>,
    { -readonly [K in Key]: Element[K] }
  > extends true
    ? NonNullable<Element[Key]> extends (...words: never[]) => unknown
      ? never
      : Key
    : never]?: Element[Key] | undefined;
};

/** `aicrm-forecast-view` as React people write it: `onAicrmForecastView`. */
type Pascal<Name extends string> = Name extends `${infer Head}-${infer Tail}`
  ? `${Capitalize<Head>}${Pascal<Tail>}`
  : Capitalize<Name>;

export type Handlers = {
  [Name in keyof AicrmEvents as `on${Pascal<Name>}`]?: ((event: AicrmEvents[Name]) => void) | undefined;
};

/** Attributes that every element has; React's own event handlers work as on a `<div>`. */
type Common = Omit<HTMLAttributes<HTMLElement>, 'children'>;

/** Props of one element: what it may be set, its events, and what every element takes. */
export type ElementProps<Element> = Omit<Common, keyof Settable<Element>> &
  Settable<Element> &
  Handlers & {
    /** `light` or `dark`; the page's scheme without it. */
    readonly theme?: 'light' | 'dark' | undefined;
    readonly children?: ReactNode;
    readonly ref?: Ref<Element> | undefined;
  };
