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
  /** The share of a stage before that came as far as this one: as a column's head, and beside a stage. */
  readonly ofStageBefore: string;
  readonly went: (share: string) => string;
  readonly interval95: string;
  /** Heads the column of what stands behind the values. */
  readonly note: string;
}

const en: ChartWords = {
  role: 'chart',
  keys: 'Arrow keys move from point to point, Home and End to the first and last.',
  table: 'Numbers as a table',
  noValue: 'no value',
  step: 'Period',
  ofStageBefore: 'of the stage before',
  went: (share) => `${share} came this far`,
  interval95: '95% interval',
  note: 'Note',
};

const catalogues: Readonly<Record<string, ChartWords>> = {
  en,
  de: {
    role: 'Diagramm',
    keys: 'Mit den Pfeiltasten von Punkt zu Punkt, mit Pos1 und Ende zum ersten und letzten.',
    table: 'Zahlen als Tabelle',
    noValue: 'kein Wert',
    step: 'Zeitraum',
    ofStageBefore: 'der Stufe davor',
    went: (share) => `${share} kamen so weit`,
    interval95: '95-%-Intervall',
    note: 'Dazu',
  },
  ar: {
    role: 'رسم بياني',
    keys: 'تنتقل مفاتيح الأسهم من نقطة إلى أخرى، ومفتاحا Home وEnd إلى الأولى والأخيرة.',
    table: 'الأرقام في جدول',
    noValue: 'لا قيمة',
    step: 'الفترة',
    ofStageBefore: 'من المرحلة السابقة',
    went: (share) => `وصل ${share}`,
    interval95: 'مجال 95٪',
    note: 'ملاحظة',
  },
};

/** The charts' words in a language, English where there are none. */
export const chartWords = (language: string): ChartWords =>
  catalogues[language.split('-', 1)[0] ?? 'en'] ?? en;
