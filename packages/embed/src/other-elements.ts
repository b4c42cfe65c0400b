/** What defines each of the other tags, by its name without `aicrm-`; see `Loader` for what comes back. */
export const otherElements = {
  'customer-insight-card': async () => (await import('@aicrm/widgets/customer-insight-card/define')).later,
  'feedback-sentiment-panel': async () =>
    (await import('@aicrm/widgets/feedback-sentiment-panel/define')).later,
  'next-actions': async () => (await import('@aicrm/widgets/next-actions/define')).later,
};
export type OtherElement = keyof typeof otherElements;
