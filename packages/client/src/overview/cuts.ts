/** By what a business is cut, where its records hold it; a record has one value of each or none. */
export const cuts = ['region', 'owner'] as const;
export type Cut = (typeof cuts)[number];
export type CutValues = Readonly<Record<Cut, string | null>>;
