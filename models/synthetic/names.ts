import type { Random } from '@aicrm/learn/random';
import { pick } from './draw.js';

const first = [
  'Ada',
  'Bela',
  'Cara',
  'Dario',
  'Elif',
  'Femi',
  'Greta',
  'Hugo',
  'Ines',
  'Jonas',
  'Kaja',
  'Lior',
  'Mira',
  'Noor',
  'Otto',
  'Pia',
  'Quinn',
  'Rosa',
  'Sami',
  'Tove',
  'Uma',
  'Vito',
  'Wanda',
  'Yara',
  'Zeno',
] as const;
const last = [
  'Abel',
  'Brandt',
  'Castell',
  'Duarte',
  'Eklund',
  'Farkas',
  'Grebe',
  'Haldane',
  'Iversen',
  'Jansky',
  'Keller',
  'Lindqvist',
  'Moreau',
  'Novak',
  'Okafor',
  'Petrov',
  'Quist',
  'Rossi',
  'Sandoval',
  'Tanaka',
  'Ullmann',
  'Vance',
  'Weiss',
  'Ximenes',
  'Yilmaz',
  'Zeller',
] as const;
const stems = [
  'Alder',
  'Birk',
  'Corvid',
  'Dorn',
  'Elmar',
  'Fjell',
  'Gran',
  'Hasel',
  'Isar',
  'Juno',
  'Kvarn',
  'Lunde',
  'Morane',
  'Nord',
  'Orla',
  'Pelta',
  'Quarz',
  'Rima',
  'Solv',
  'Tarn',
  'Urd',
  'Vela',
  'Wend',
  'Ysel',
  'Zinn',
] as const;
const trades = [
  'works',
  'tech',
  'labs',
  'logistics',
  'foods',
  'systems',
  'care',
  'metals',
  'energy',
  'pack',
] as const;
const forms = ['Ltd', 'GmbH', 'AB', 'SA', 'Inc', 'BV'] as const;

export const personName = (random: Random): string => `${pick(random, first)} ${pick(random, last)}`;

export function companyName(random: Random): string {
  const one = pick(random, stems);
  const other = pick(random, stems);
  const stem = one === other ? one : `${one}${other.toLowerCase()}`;
  return `${stem} ${pick(random, trades)} ${pick(random, forms)}`;
}

/** Under `.example`, which no one can own (RFC 2606). */
export const domainOf = (id: string, name: string): string =>
  `${name
    .toLowerCase()
    .replace(/[^a-z]+/g, '-')
    .replace(/-[a-z]+$/, '')}-${id.toLowerCase()}.example`;

export const emailOf = (name: string, domain: string, n: number): string =>
  `${name.toLowerCase().replace(/[^a-z]+/g, '.')}${n}@${domain}`;
