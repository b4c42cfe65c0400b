interface Documented {
  readonly name?: string;
  readonly description?: string;
  readonly default?: string;
  readonly type?: { readonly text?: string };
}

interface Member extends Documented {
  readonly kind: string;
}

/** What is read of a custom elements manifest (schema 1.0.0): its elements. */
export interface Manifest {
  readonly modules: readonly {
    readonly declarations?: readonly {
      readonly tagName?: string;
      readonly description?: string;
      readonly attributes?: readonly Documented[];
      readonly members?: readonly Member[];
      readonly events?: readonly Documented[];
      readonly cssParts?: readonly Documented[];
      readonly cssProperties?: readonly Documented[];
      readonly slots?: readonly Documented[];
    }[];
  }[];
}

const cell = (text = ''): string =>
  text
    .replaceAll(/\s*\n\s*/g, ' ')
    .replaceAll('|', '\\|')
    .trim();
const code = (text = ''): string => (text === '' ? '' : `\`${cell(text)}\``);

function table(heading: string, rows: readonly Documented[] = [], typed = false): string {
  const told = rows.filter(({ name }) => name !== undefined);
  if (told.length === 0) return '';
  const head = typed
    ? '| Name | Type | Default | What it is |\n|---|---|---|---|'
    : '| Name | Default | What it is |\n|---|---|---|';
  const lines = told.map((row) =>
    [
      '',
      code(row.name),
      ...(typed ? [code(row.type?.text)] : []),
      code(row.default),
      cell(row.description),
      '',
    ]
      .join(' | ')
      .trim(),
  );
  return `### ${heading}\n\n${head}\n${lines.join('\n')}\n`;
}

/** The reference of all elements as Markdown, in the order of their tags. */
export const apiReference = ({ modules }: Manifest): string =>
  modules
    .flatMap(({ declarations = [] }) => declarations)
    .filter(({ tagName }) => tagName !== undefined)
    .sort((a, b) => (a.tagName ?? '').localeCompare(b.tagName ?? ''))
    .map((element) =>
      [
        `## \`<${element.tagName}>\`\n`,
        `${element.description ?? ''}\n`,
        table('Attributes', element.attributes, true),
        table(
          'Properties',
          element.members?.filter(({ kind }) => kind === 'field'),
          true,
        ),
        table(
          'Methods',
          element.members?.filter(({ kind }) => kind === 'method'),
        ),
        table('Events', element.events, true),
        table('Slots', element.slots),
        table('Parts', element.cssParts),
        table('Custom properties', element.cssProperties),
      ]
        .filter((part) => part !== '')
        .join('\n'),
    )
    .join('\n');
