import { type Command, InvalidArgumentError, Option } from 'commander';

export function whole(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new InvalidArgumentError('It is not a whole number.');
  return value;
}

/** Words parted by commas, from one option or several of them. */
export const list = (text: string, before: readonly string[] | undefined): string[] => [
  ...(before ?? []),
  ...text.split(',').map((word) => word.trim()),
];

const delimiterOf = (text: string): string => (text === 'tab' ? '\t' : text);

/** How the cells of a table are read: shared by all commands that take one. */
export const tabular = (parent: Command): Command =>
  parent
    .option('--encoding <name>', 'encoding of the table, such as windows-1252 (default: utf-8)')
    .option('--delimiter <char>', 'what parts cells (detected where left out); "tab" for a tab', delimiterOf)
    .addOption(
      new Option('--day-order <order>', 'order of day and month, where the dates do not tell').choices([
        'dmy',
        'mdy',
      ]),
    );

/** A command that works here on a table and sends nothing: it reads --table, writes --out, and takes --json. */
export const tableCommand = (
  program: Command,
  name: string,
  text: string,
  { table, out }: { readonly table: string; readonly out?: string },
): Command => {
  const made = tabular(
    program
      .command(name)
      .description(text)
      .option('--json', 'print the result as JSON')
      .requiredOption('--table <file>', table),
  );
  return out === undefined ? made : made.requiredOption('--out <file>', out);
};

/** Where the card goes, and what it says of the data. */
export const withCard = (command: Command): Command =>
  command
    .option('--card <file>', 'where its card goes, such as card.json; "aicrm card" draws it as a page')
    .option('--data-licence <text>', 'terms and source of the data, as the card says them')
    .option('--synthetic', 'the rows are made up; the card says so');

/** The columns of a table of orders, as every command that takes one names them. */
export const ofOrders = (command: Command, needed: boolean): Command => {
  const column = (flag: string, text: string) => new Option(flag, text).makeOptionMandatory(needed);
  return command
    .addOption(column('--customer <column>', 'who ordered'))
    .addOption(column('--time <column>', 'when'))
    .option('--amount <column>', 'for how much')
    .option('--currency <code>', 'currency of the amounts, such as EUR')
    .option('--as-of <date>', 'the day at whose end customers are seen (default: the last one of the table)');
};
