import type { ClassesCard } from '@aicrm/schema/classes-model';
import type { AnyCard } from '@aicrm/schema/custom-model';
import type { ModelCard } from '@aicrm/schema/model';
import type { NumberCard } from '@aicrm/schema/number-model';

export const isNumberCard = (card: AnyCard): card is NumberCard =>
  'task' in card.meta && card.meta.task === 'number';

export const isClassesCard = (card: AnyCard): card is ClassesCard =>
  'task' in card.meta && card.meta.task === 'classes';

export const isChanceCard = (card: AnyCard): card is ModelCard => !('task' in card.meta);
