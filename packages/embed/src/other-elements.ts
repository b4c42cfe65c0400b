/** What defines each of the other tags, by its name without `aicrm-`; see `Loader` for what comes back. */
export const otherElements = {
  'feedback-sentiment-panel': async () =>
    (await import('@aicrm/widgets/feedback-sentiment-panel/define')).later,
};
export type OtherElement = keyof typeof otherElements;
