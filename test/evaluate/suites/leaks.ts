import { checkLeaks } from '@aicrm/models/tabular/leak-check';
import { allRows, type TrainingTable } from '@aicrm/models/tabular/table';
import type { LeakFinding } from '@aicrm/schema/model';
import { type Row, skippedRow } from '../../measure/row.js';
import { kindsOfLeak, plant } from '../lib/planted.js';
import { hasData } from '../public-data.js';
import { bank, telco, xEducation } from '../tables.js';

interface PublicSet {
  readonly name: string;
  readonly path: string;
  readonly table: () => Promise<TrainingTable>;
  /** Columns that are known to know the outcome. */
  readonly leaking: readonly string[];
}

const sets: readonly PublicSet[] = [
  {
    name: 'bank',
    path: 'lead-scoring/bank-additional-full.csv',
    table: () => bank({ duration: true }),
    leaking: ['duration'],
  },
  {
    name: 'X Education',
    path: 'lead-scoring/xeducation-leads.csv',
    table: () => xEducation('all'),
    leaking: ['Tags', 'Lead Quality', 'Lead Profile'],
  },
  { name: 'Telco', path: 'churn/Telco-Customer-Churn.csv', table: telco, leaking: [] },
];

const count = (name: string, metric: string, better: Row['better'], ours: number) => ({
  case: name,
  metric,
  better,
  ours,
  reference: null,
  referenceName: '',
  noise: null,
});

const sentence = ({ verdict, reason }: LeakFinding): string => `${verdict}: ${reason}`;

export async function publicSets(): Promise<Row[]> {
  const rows: Row[] = [];
  const others: string[] = [];
  for (const set of sets) {
    if (!hasData(set.path)) {
      rows.push(skippedRow(`leak check, ${set.name}`, 'flagged', `../shared/data has no ${set.path}`));
      continue;
    }
    const table = await set.table();
    for (const finding of checkLeaks(table, allRows(table), new Set())) {
      const flagged = finding.verdict !== 'ok';
      if (set.leaking.includes(finding.column))
        rows.push({
          ...count(`leak check, ${set.name}`, `flags ${finding.column}`, 'higher', Number(flagged)),
          target: 'leak or suspect',
          pass: flagged,
          why: sentence(finding),
        });
      else if (flagged) others.push(`${set.name} ${finding.column}, ${sentence(finding)}`);
    }
  }
  const looked = sets.filter(({ path }) => hasData(path));
  if (looked.length > 0)
    rows.push({
      ...count('leak check, public sets', 'flags other columns', 'lower', others.length),
      target: '<= 2',
      pass: others.length <= 2,
      why: `${looked.map(({ name }) => name).join(', ')}: ${others.join(' · ') || 'none'}.`,
    });
  return rows;
}

const histories = 20;

function plantedLeaks(): Row[] {
  const plan = Array.from({ length: histories }, (_, i) => ({
    seed: 100 + i,
    kind: kindsOfLeak[i % kindsOfLeak.length] ?? kindsOfLeak[0],
  }));
  const asked = plan.map(({ seed, kind }) => plant(seed, kind, true));
  const missed = asked.filter(({ found }) => found === undefined || found.verdict === 'ok');
  const clean = plan.map(({ seed, kind }) => plant(seed, kind, false));
  const wronged = clean.flatMap(({ others }) => others);
  const kinds = kindsOfLeak.map((kind) => {
    const all = asked.filter((one) => one.kind === kind);
    return `${kind}: ${all.filter((one) => !missed.includes(one)).length} of ${all.length}`;
  });
  return [
    {
      ...count(
        'leak check, generated histories',
        `finds ${histories} planted leaks`,
        'higher',
        histories - missed.length,
      ),
      target: '>= 19',
      pass: histories - missed.length >= 19,
      why: `${kinds.join('; ')}. ${missed.map(({ found, kind }) => `Missed ${kind} (AUC alone ${found?.auc ?? 'unknown'}).`).join(' ')}`.trim(),
    },
    {
      ...count('leak check, the same without a leak', 'flags columns', 'lower', wronged.length),
      target: '0',
      pass: wronged.length === 0,
      why:
        wronged.map((one) => `${one.column}, ${sentence(one)}`).join(' · ') ||
        'None of the honest columns is flagged.',
    },
  ];
}

export const leaks = async (): Promise<Row[]> => [...(await publicSets()), ...plantedLeaks()];
