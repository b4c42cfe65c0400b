/** The few words that charts say by themselves; what a chart shows is named by its element. */
export interface ChartWords {
  /** What a screen reader calls the part that keys move in. */
  readonly role: string;
  /** How to read the values with keys. */
  readonly keys: string;
  /** Opens the same numbers as a table. */
  readonly table: string;
  readonly noValue: string;
  /** Heads the column of steps. */
  readonly step: string;
  /** A place among all: "3 of 12". */
  readonly place: (at: string, all: string) => string;
}

const en: ChartWords = {
  role: 'chart',
  keys: 'Arrow keys move from point to point, Home and End to the first and last.',
  table: 'Numbers as a table',
  noValue: 'no value',
  step: 'Period',
  place: (at, all) => `${at} of ${all}`,
};

const catalogues: Readonly<Record<string, ChartWords>> = {
  en,
  de: {
    role: 'Diagramm',
    keys: 'Mit den Pfeiltasten von Punkt zu Punkt, mit Pos1 und Ende zum ersten und letzten.',
    table: 'Zahlen als Tabelle',
    noValue: 'kein Wert',
    step: 'Zeitraum',
    place: (at, all) => `${at} von ${all}`,
  },
  ar: {
    role: 'رسم بياني',
    keys: 'تنتقل مفاتيح الأسهم من نقطة إلى أخرى، ومفتاحا Home وEnd إلى الأولى والأخيرة.',
    table: 'الأرقام في جدول',
    noValue: 'لا قيمة',
    step: 'الفترة',
    place: (at, all) => `${at} من ${all}`,
  },
};

/** The charts' words in a language, English where there are none. */
export const chartWords = (language: string): ChartWords =>
  catalogues[language.split('-', 1)[0] ?? 'en'] ?? en;
