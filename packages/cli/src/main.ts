import { defaultConnection } from '@aicrm/connectors/csv/default-connection';
import { targetKinds } from '@aicrm/models/custom/target';
import { recordTypes } from '@aicrm/schema/ids';
import { Command, CommanderError, Option } from 'commander';
import {
  createTenant,
  statusCommand,
  type TenantFlags,
  type TokenFlags,
  tokenCommand,
} from './commands/admin.js';
import { type CommonFlags, status } from './commands/context.js';
import { type ImportFlags, importCommand } from './commands/import.js';
import { type MakeSampleFlags, makeSample } from './commands/make-sample.js';
import { changeModel, listModels, type TrainFlags, trainCommand } from './commands/models.js';
import { listSamples, loadSample, type SampleFlags } from './commands/sample.js';
import { type TableTrainFlags, trainTableCommand } from './commands/table-train.js';
import type { Io } from './io.js';
import { list, tabular, whole } from './options.js';
import { addTableCommands } from './table-commands.js';

const several = (text: string, before: readonly string[] | undefined): string[] => [...(before ?? []), text];
const importExamples = `
Examples:
  aicrm import contacts.csv --type contact --preview
  aicrm import leads.csv --type lead --key "Lead ID" --values "status:Won=converted,Dead=lost"
  aicrm import orders.csv.gz --type order --map contact=customer,at=date,total=amount --key order_no --currency EUR
  aicrm import alt.csv --type contact --encoding windows-1252 --delimiter ";" --day-order dmy

Exit status: 0 done (rejected rows are in the error file), 1 refused, every row rejected, or any with --strict,
2 wrong usage, 130 stopped by Ctrl-C.`;

const trainExamples = `
Examples:
  aicrm train --table leads.csv --target converted --time created_at --out model.onnx --card card.json
  aicrm train --table leads.parquet --target revenue --kind number --drop notes,internal_id --out model.onnx
  aicrm train lead-score --wait

Exit status: 0 the model was made (its card says whether it should be used), 1 it cannot be made, 2 wrong usage.`;

/** `train` has two callers: who has a table, and who has a tenant. Options of the other one are refused, not ignored. */
function train(
  model: string | undefined,
  flags: TrainFlags & Partial<TableTrainFlags>,
  io: Io,
): Promise<number> {
  const { table, target, insist } = flags;
  const wrong = (text: string): Promise<number> => {
    io.err(`error: ${text}\n`);
    return Promise.resolve(status.usage);
  };
  if (model !== undefined)
    return table === undefined && target === undefined
      ? trainCommand(model, flags, io)
      : wrong('name either a model of the tenant or a table with its target, not both');
  if (table === undefined || target === undefined)
    return wrong('name a table and its target (--table FILE --target COLUMN), or a model of the tenant');
  return trainTableCommand(
    { ...flags, table, target, ...(insist === undefined ? {} : { insist: list(insist, undefined) }) },
    io,
  );
}

function build(io: Io, finish: (code: Promise<number>) => Promise<void>): Command {
  const program = new Command('aicrm')
    .description('Import CRM data, train models and manage a tenant of an AI-CRM worker.')
    .exitOverride()
    .configureOutput({ writeOut: (text) => io.out(text), writeErr: (text) => io.err(text) });
  const command = (parent: Command, name: string, text: string) =>
    parent
      .command(name)
      .description(text)
      .option('--api <url>', 'address of the worker (or AICRM_API, or "api" in .aicrm.json)')
      .option('--api-key <key>', 'API key (better: AICRM_API_KEY, or "apiKey" in .aicrm.json)')
      .option('--json', 'print the result as JSON');

  command(program, 'import <file>', 'import the rows of a CSV file (.csv, .csv.gz)')
    .addOption(new Option('--type <type>', 'what a row is').choices(recordTypes).makeOptionMandatory())
    .option(
      '--map <field=column,...>',
      'which column is which field; proposed from the file where left out',
      several,
    )
    .option('--map-file <file>', 'the mapping as JSON: {"map": {...}, "key": [...]}')
    .option('--key <columns>', 'the column, or columns, that name a row: the upsert key')
    .option('--connection <name>', 'which CRM the rows come from', defaultConnection)
    .option('--currency <code>', 'currency of amounts, such as EUR')
    .option('--values <field:from=to,...>', 'translate values of a field before they are read', several)
    .addOption(new Option('--day-order <order>', 'order of day and month').choices(['ymd', 'dmy', 'mdy']))
    .option('--shift-weeks <n>', 'move all dates by whole weeks', whole)
    .option('--data-licence <text>', 'terms and source of the data, as model cards say them')
    .option('--synthetic', 'the rows are made up; model cards say so')
    .option('--dry-run', 'check every row; nothing is stored, and no file is written but with --errors')
    .option('--preview', 'show the mapping and stop; nothing is sent')
    .option(
      '--errors <file>',
      'where rejected rows go (default: FILE.rejected.csv beside the file; none on a dry run)',
    )
    .option('--encoding <name>', 'encoding of the file, such as windows-1252 (default: utf-8)')
    .option('--delimiter <char>', 'what parts cells (detected where left out); "tab" for a tab')
    .option('--strict', 'exit with 1 if any row is rejected')
    .addHelpText('after', importExamples)
    .action((file: string, flags: ImportFlags) => finish(importCommand(file, flags, io)));

  tabular(
    command(
      program,
      'train [model]',
      'train a model: of any column of a table, or of a tenant on its history',
    ),
  )
    .option('--table <file>', 'train here, on a CSV or Parquet file; nothing is sent')
    .option('--target <column>', 'the column to predict')
    .addOption(new Option('--kind <kind>', 'what the target is').choices(targetKinds).default('auto'))
    .option('--positive <value>', 'which value of a yes/no target is the outcome')
    .option('--time <column>', 'when each row was: the newest fifth judges')
    .option('--drop <columns>', 'columns to leave out', list)
    .option('--text <columns>', 'columns of free text whose words are used', list)
    .option('--changeable <columns>', 'columns that a person can act on', list)
    .option('--groups <column>', 'rows that belong together, or groups to compare')
    .option('--name <name>', 'name of the model (default: the target)')
    .option('--out <file>', 'where the model goes, such as model.onnx')
    .option('--card <file>', 'where its card goes, such as card.json')
    .option('--wait', 'of a tenant: wait for the result and print it')
    .option('--exclude <features>', 'of a tenant: features to leave out, by id')
    .option('--insist <features>', 'features to keep although the leak check refuses them, by id')
    .option('--seed <n>', 'seed of all chance', whole)
    .option(
      '--horizon-days <n>',
      'of a tenant: days within which the outcome must happen; by default as in the published version',
      whole,
    )
    .option(
      '--outcome <words>',
      'of a tenant: what counts as success, as cards say it: "redeems a coupon within 70 days"',
    )
    .addHelpText('after', trainExamples)
    .action((model: string | undefined, flags: TrainFlags & Partial<TableTrainFlags>) =>
      finish(train(model, flags, io)),
    );
  addTableCommands(program, io, finish);
  command(program, 'models', 'list the models and their versions').action((flags: CommonFlags) =>
    finish(listModels(flags, io)),
  );
  command(program, 'publish <model> <version>', 'make a version the one that is shown').action(
    (model: string, version: string, flags: CommonFlags) => finish(changeModel(model, version, flags, io)),
  );
  command(program, 'revert <model>', 'go back to the version published before').action(
    (model: string, flags: CommonFlags) => finish(changeModel(model, null, flags, io)),
  );
  command(program, 'status', 'show whether the worker answers, the last imports and the models').action(
    (flags: CommonFlags) => finish(statusCommand(flags, io)),
  );
  command(program, 'token', 'mint a short-lived token for a page')
    .option('--scope <scopes>', 'what the page may do (default: sync:all,models:read)', list)
    .requiredOption('--origin <urls>', 'origins of the pages, such as https://crm.example.com', list)
    .option('--record <id>', 'the one record, with --scope sync:record')
    .option('--expires-in <seconds>', '60 to 3600', whole)
    .action((flags: TokenFlags) =>
      finish(tokenCommand({ ...flags, scope: flags.scope ?? ['sync:all', 'models:read'] }, io)),
    );

  const tenant = program.command('tenant').description('tenants, for who runs the worker');
  command(tenant, 'create <id>', 'make a tenant and print its first API key')
    .option('--name <name>', 'its name')
    .option('--currency <code>', 'its currency, such as EUR')
    .option('--operator-key <key>', 'the OPERATOR_KEY of the worker (better: AICRM_OPERATOR_KEY)')
    .action((id: string, flags: TenantFlags) => finish(createTenant(id, flags, io)));

  const sample = program
    .command('sample')
    .description('sample tenants: shipped ones, and one made by a seed');
  command(sample, 'make', 'make a B2B company that does not exist: CSV files, and its truth aside')
    .option('--seed <n>', 'another seed is another company', whole, 7)
    .option('--out <folder>', 'where it goes (default: b2b-company-SEED)')
    .action((flags: MakeSampleFlags) => finish(makeSample(flags, io)));
  command(sample, 'list', 'list the samples').action((flags: CommonFlags) => finish(listSamples(flags, io)));
  command(sample, 'load <name>', 'import all files of a sample, by its name or its folder')
    .option('--shift-weeks <n>', 'move all dates by whole weeks (default: to the present)', whole)
    .option('--connection <name>', 'connection id of the records (default: of the sample)')
    .action((name: string, flags: SampleFlags) => finish(loadSample(name, flags, io)));
  return program;
}

/** Runs one command line (without `node` and the script) and returns its exit status. */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  let code: number = status.done;
  const program = build(io, async (result) => {
    code = await result;
  });
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return code;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? status.done : status.usage;
  }
}
