export function formatShare(probability: number): string;
export function formatPoints(before: number, after: number): string;
export function formatDay(text: string | null | undefined): string;
export function daysAgo(days: number): string | null;
