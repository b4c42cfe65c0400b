import * as owl from '@odoo/owl';
import { afterEach, expect, it } from 'vitest';
import source from './aicrm/static/src/aicrm_widget/aicrm_widget.js?raw';
import templates from './aicrm/static/src/aicrm_widget/aicrm_widget.xml?raw';

// The widget's own files, rendered by the OWL that Odoo uses; of Odoo itself there are a registry and a session.

interface ViewWidget {
  readonly component: owl.ComponentConstructor;
  extractProps(node: { attrs: Record<string, string> }): Record<string, string>;
}

const session = { aicrm_url: 'https://crm-ai.example/', db: 'acme', uid: 2, user_context: { lang: 'de_DE' } };

/** Odoo's bundler turns imports into calls of its own loader; so does this. */
function load(): ViewWidget {
  const added = new Map<string, ViewWidget>();
  const modules: Record<string, unknown> = {
    '@odoo/owl': owl,
    '@web/core/registry': {
      registry: {
        category: (name: string) => ({
          add: (key: string, widget: ViewWidget) => added.set(`${name}/${key}`, widget),
        }),
      },
    },
    '@web/session': { session },
    '@web/views/widgets/standard_widget_props': {
      standardWidgetProps: { readonly: { type: Boolean, optional: true }, record: { type: Object } },
    },
  };
  const code = source
    .replace(/^import (\{.+\}) from ('.+');$/gm, 'const $1 = modules[$2];')
    .replace(/^export /gm, '');
  new Function('modules', code)(modules);
  const widget = added.get('view_widgets/aicrm');
  if (!widget) throw new Error('the widget is not registered');
  return widget;
}

async function form(resId: number | false): Promise<HTMLElement> {
  const { component, extractProps } = load();
  const place = document.body.appendChild(document.createElement('div'));
  const props = {
    ...extractProps({ attrs: { element: 'aicrm-lead-score-badge', record_type: 'lead' } }),
    record: { resId },
  };
  await owl.mount(component, place, { templates, props, test: true });
  return place;
}

afterEach(() => {
  document.body.replaceChildren();
  document.querySelector('script[data-aicrm]')?.remove();
});

it("renders our tag with the form's record, in the person's language", async () => {
  const element = (await form(42)).querySelector('aicrm-lead-score-badge');
  expect(element?.getAttribute('record-id')).toBe('lead:odoo:42');
  expect(element?.getAttribute('lang')).toBe('de-DE');
});

it('shows nothing for a record that is not saved yet', async () => {
  expect((await form(false)).children).toHaveLength(0);
});

it('adds the script once, however many forms are opened, and names who is signed in', async () => {
  await form(1);
  await form(2);
  const scripts = [...document.querySelectorAll<HTMLScriptElement>('script[data-aicrm]')];
  expect(scripts.map(({ src, type, dataset }) => [src, type, { ...dataset }])).toEqual([
    [
      'https://crm-ai.example/embed/v1/aicrm.js',
      'module',
      { aicrm: '', tokenUrl: '/aicrm/token', user: 'acme/2' },
    ],
  ]);
});
