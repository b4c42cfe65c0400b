import { type Command, Option } from 'commander';
import { type ActionsFlags, actionsCommand } from './commands/actions.js';
import { type CardFlags, cardCommand } from './commands/card.js';
import { type ChurnFlags, churnCommand } from './commands/churn.js';
import { type ForecastFlags, forecastCommand } from './commands/forecast.js';
import { type InsightsFlags, insightKinds, insightsCommand } from './commands/insights.js';
import { type EvaluateFlags, type ExplainFlags, evaluateCommand, explainCommand } from './commands/judge.js';
import { type NextProductFlags, nextProductCommand } from './commands/next-product.js';
import { type ScoreFlags, scoreCommand } from './commands/score.js';
import { type SegmentsFlags, segmentsCommand } from './commands/segments.js';
import { type SentimentFlags, sentimentCommand } from './commands/sentiment.js';
import { type UpliftFlags, upliftCommand } from './commands/uplift.js';
import { type ValueFlags, valueCommand } from './commands/value.js';
import type { Io } from './io.js';
import { list, ofOrders, tableCommand, whole, withCard } from './options.js';

type Finish = (code: Promise<number>) => Promise<void>;

const statuses = `
Exit status: 0 done (the card says whether it should be used), 1 it cannot be done, 2 wrong usage.`;

const modelFile = 'a model that "train" has written';
const orders = 'CSV or Parquet with one row an order';

function addScoring(program: Command, io: Io, finish: Finish): void {
  tableCommand(program, 'score', 'score the rows of a table with a model file', {
    table: 'CSV or Parquet; one score for each row, in its order',
    out: 'where the scores go',
  })
    .requiredOption('--model <file>', modelFile)
    .option('--explain', "also write the base and each column's part of the score, in logits")
    .action((flags: ScoreFlags) => finish(scoreCommand(flags, io)));
  tableCommand(
    program,
    'evaluate',
    'judge a model file on rows whose outcome is known, and how far the rows have moved',
    {
      table: 'CSV or Parquet with the outcome',
    },
  )
    .requiredOption('--model <file>', modelFile)
    .option('--target <column>', 'the column of the outcome (default: as in training)')
    .option('--positive <value>', 'which of its values is the outcome (default: as in training)')
    .option('--drift', 'only how far inputs and scores have moved since training, which needs no outcome')
    .option(
      '--card <file>',
      'the card, which holds how scores were spread (default: the one beside the model)',
    )
    .option('--by <column>', 'also by the values of a column, for a review of fairness')
    .action((flags: EvaluateFlags) => finish(evaluateCommand(flags, io)));
  tableCommand(program, 'explain', 'show what the score of one row is made of', { table: 'CSV or Parquet' })
    .requiredOption('--model <file>', modelFile)
    .option('--row <n>', 'which row, from 1', whole, 1)
    .action((flags: ExplainFlags) => finish(explainCommand(flags, io)));
  tableCommand(program, 'sentiment', 'tell the tone of the texts of a table, by the shipped model', {
    table: 'CSV or Parquet; one line for each row, in its order',
    out: 'where label, confidence, probabilities and language go',
  })
    .requiredOption('--text <column>', 'the column with the texts')
    .option('--language <code>', 'what language all texts are in, such as en (detected where left out)')
    .action((flags: SentimentFlags) => finish(sentimentCommand(flags, io)));
  program
    .command('card')
    .description('write a model card as one HTML page')
    .option('--json', 'print the result as JSON')
    .option('--card <file>', 'the card as JSON, as a command wrote it')
    .option('--model <file>', 'a model file with its card beside it')
    .option('--out <file>', 'the page (default: beside the card, .html)')
    .addOption(new Option('--dir <direction>', 'direction of the page').choices(['ltr', 'rtl']))
    .action((flags: CardFlags) => finish(cardCommand(flags, io)));
}

function addForecast(program: Command, io: Io, finish: Finish): void {
  withCard(
    tableCommand(program, 'forecast', 'forecast the series of a table, with 80 % and 95 % intervals', {
      table: 'CSV or Parquet with one row a series and time',
      out: 'where the rows go: series, time, mean, lo80, hi80, lo95, hi95',
    }),
  )
    .option('--series <column>', 'what names the series; without it the table is one series')
    .requiredOption(
      '--time <column>',
      'dates (2024-03-01, 2024-03, 2024-Q1, 2024) or whole numbers that count steps',
    )
    .requiredOption('--value <column>', 'the numbers')
    .requiredOption('--horizon <n>', 'how many steps ahead', whole)
    .addOption(
      new Option('--grain <step>', 'length of a step, where dates do not tell').choices([
        'day',
        'week',
        'month',
        'quarter',
        'year',
      ]),
    )
    .option('--period <n>', 'steps a season: 12 months, 4 quarters, 52 weeks, 7 days where left out', whole)
    .addOption(
      new Option('--absent <meaning>', 'what a step without a row is')
        .choices(['missing', 'zero'])
        .default('missing'),
    )
    .option('--skip-short', 'leave out series of less than two seasons instead of stopping')
    .option('--backtest', "compare with last year's numbers (default: for up to 20 series)")
    .option('--no-backtest', 'do not look back')
    .addHelpText(
      'after',
      `
Example:
  aicrm forecast --table sales.csv --time month --value amount --horizon 18 --out f.csv --card card.json
${statuses}`,
    )
    .action((flags: ForecastFlags) => finish(forecastCommand(flags, io)));
}

function addCustomers(program: Command, io: Io, finish: Finish): void {
  withCard(
    ofOrders(
      tableCommand(
        program,
        'segments',
        'group the customers of a table of orders: RFM, and clusters where asked for',
        { table: orders, out: 'where the rows go: customer, segment, scores, cluster' },
      ),
      true,
    ),
  )
    .option('--clusters <k>', 'also group by behaviour into k clusters; "auto" lets steadiness choose')
    .option('--seed <n>', 'seed of all chance', whole)
    .action((flags: SegmentsFlags) => finish(segmentsCommand(flags, io)));
  withCard(
    ofOrders(
      tableCommand(program, 'value', 'tell what each customer of a table of orders will buy and spend', {
        table: orders,
        out: 'where the rows go: customer, value and purchases with ranges, alive, churn',
      }),
      true,
    ),
  )
    .option('--horizon-days <n>', 'days ahead (default: 273, or a third of a shorter history)', whole)
    .option('--ranges', 'ranges of four in five for more than 10,000 customers, 2 ms each')
    .option('--no-ranges', 'no ranges')
    .option('--model <file>', 'where the model goes, such as value.json')
    .addHelpText(
      'after',
      `
Example:
  aicrm value --table orders.csv --customer contact --time at --amount total --currency EUR --out v.csv --card card.json
${statuses}`,
    )
    .action((flags: ValueFlags) => finish(valueCommand(flags, io)));
  withCard(
    ofOrders(
      tableCommand(program, 'churn', 'tell who will leave: from contracts and their use, or from purchases', {
        table: 'CSV or Parquet with one row a contract, or one row an order',
        out: 'where the rows go, the likeliest to leave first: churn, base, reasons',
      }),
      false,
    ),
  )
    .option('--contract <column>', 'of contracts: their id')
    .option('--start <column>', 'of contracts: when they began')
    .option('--end <column>', 'of contracts: when they ended; empty while they run')
    .option('--plan <column>', 'of contracts: their plan')
    .option('--fee <column>', 'of contracts: what they cost a month')
    .option('--fields <columns>', 'of contracts: more columns to learn from, as they are today', list)
    .option('--usage <file>', 'of contracts: a table of their use, a row a month')
    .option('--usage-contract <column>', 'of the use: whose contract')
    .option('--usage-time <column>', 'of the use: when its month ended')
    .option('--horizon-days <n>', 'days within which they must leave to count', whole)
    .option('--model <file>', 'of contracts: where the model goes, such as churn.onnx')
    .addHelpText(
      'after',
      `
Examples:
  aicrm churn --table orders.csv --customer contact --time at --amount total --out c.csv --card card.json
  aicrm churn --table contracts.csv --contract id --start start --end end --plan plan --fee fee --usage usage.csv --usage-contract contract --usage-time month_end --out c.csv
  A table with one row a customer and a column of who left needs no more than: aicrm train --table t.csv --target churn
${statuses}`,
    )
    .action((flags: ChurnFlags) => finish(churnCommand(flags, io)));
  withCard(
    ofOrders(
      tableCommand(
        program,
        'next-product',
        'tell what each customer is likely to buy next, and because of what',
        {
          table: 'CSV or Parquet with one row an order line',
          out: 'where the rows go: customer, rank, item, probability, because',
        },
      ),
      true,
    ),
  )
    .requiredOption('--item <column>', 'what was bought: a product, or a group of products')
    .option('--label <column>', 'what it is called')
    .option('--k <n>', 'suggestions a customer', whole, 10)
    .addOption(
      new Option('--want <what>', 'any item, or only what was never bought')
        .choices(['any', 'new'])
        .default('any'),
    )
    .option('--horizon-days <n>', 'days ahead (default: 92, or a quarter of a shorter history)', whole)
    .option('--seed <n>', 'seed of all chance', whole)
    .option('--model <file>', 'where the model goes, such as next.json')
    .addHelpText(
      'after',
      `
Example:
  aicrm next-product --table lines.csv --customer contact --time at --item category --want new --out n.csv --card card.json
${statuses}`,
    )
    .action((flags: NextProductFlags) => finish(nextProductCommand(flags, io)));
  withCard(
    tableCommand(program, 'uplift', 'tell whom an offer changes, or that nobody can tell', {
      table: 'CSV or Parquet with one row a customer, some of whom got the offer',
      out: 'where the rows go: row, effect, reasons',
    }),
  )
    .requiredOption('--treated <column>', 'who got the offer')
    .option('--treated-value <value>', 'which of its values got it, where it is not yes or no')
    .option('--control-value <value>', 'which got nothing; rows of others are left out')
    .requiredOption('--outcome <column>', 'what came of it: yes or no, or an amount')
    .option('--outcome-value <value>', 'which of its values is the outcome')
    .option('--propensity <column>', 'each probability of getting it, where it was drawn by unequal lots')
    .option('--drop <columns>', 'columns to leave out: all that was filled in after the offer', list)
    .option('--observed', 'the offer was not drawn by lot: correct for the fields that are known, and say so')
    .option('--offer <words>', 'what was offered, as the card says it: "the e-mail"')
    .option('--seed <n>', 'seed of all chance', whole)
    .option('--model <file>', 'where the model goes, such as uplift.json')
    .addHelpText(
      'after',
      `
Example:
  aicrm uplift --table mailing.csv --treated segment --treated-value "Womens E-Mail" --control-value "No E-Mail" --outcome visit --drop conversion,spend --out u.csv --card card.json
${statuses}`,
    )
    .action((flags: UpliftFlags) => finish(upliftCommand(flags, io)));
}

function addAdvice(program: Command, io: Io, finish: Finish): void {
  tableCommand(program, 'actions', 'rank what to do next with each record of a table of signals', {
    table: 'CSV or Parquet; columns called as signals (churn.probability) or consent (consent.offer)',
    out: 'where the rows go: record, rank, action, rule, code, values, text',
  })
    .requiredOption('--record <column>', 'what names a record')
    .option('--signal <signal=column,...>', 'which column gives which signal', list)
    .option('--rules <file>', 'your rules as JSON (default: those that ship)')
    .option('--top <n>', 'actions a record', whole, 3)
    .addHelpText(
      'after',
      `
Example:
  aicrm actions --table records.csv --record id --signal churn.probability=churn,customer.value=value --out a.csv

Exit status: 0 done, 1 it cannot be done, 2 wrong usage.`,
    )
    .action((flags: ActionsFlags) => finish(actionsCommand(flags, io)));
  tableCommand(program, 'insights', 'tell what was unusual in the last whole week, and who moved it', {
    table: 'CSV or Parquet with one row a dated event',
    out: 'where the rows go: metric, segment, value, expected, range, codes, text',
  })
    .requiredOption('--time <column>', 'when it happened')
    .option('--value <column>', 'an amount, a measure, or 0 and 1')
    .addOption(
      new Option('--kind <kind>', 'of the values a week (default: sum with --value, else count)').choices(
        insightKinds,
      ),
    )
    .option('--by <columns>', 'columns whose values part the business', list)
    .option('--label <words>', 'what is counted: "Orders"')
    .option('--lower-is-better', 'such as of complaints')
    .option('--currency <code>', 'the values are money of this currency')
    .option('--zone <name>', 'whose clock begins a week, such as Europe/Berlin (default: UTC)')
    .option('--as-of <date>', 'the day at whose end it is seen (default: the last one of the table)')
    .addHelpText(
      'after',
      `
Example:
  aicrm insights --table orders.csv --time at --value total --currency EUR --by region,line --out i.csv

Exit status: 0 done, also where nothing was unusual, 1 it cannot be done, 2 wrong usage.`,
    )
    .action((flags: InsightsFlags) => finish(insightsCommand(flags, io)));
}

/** The commands that work on a table where they are typed; nothing is sent anywhere. */
export function addTableCommands(program: Command, io: Io, finish: Finish): void {
  addScoring(program, io, finish);
  addForecast(program, io, finish);
  addCustomers(program, io, finish);
  addAdvice(program, io, finish);
}
