/** @odoo-module **/

import { Component, onWillStart } from '@odoo/owl';
import { registry } from '@web/core/registry';
import { session } from '@web/session';
import { standardWidgetProps } from '@web/views/widgets/standard_widget_props';

/** Adds our script once to the web client, whatever forms are opened after it. */
function loadScript() {
  if (!session.aicrm_url || document.querySelector('script[data-aicrm]')) return;
  const script = document.createElement('script');
  script.type = 'module';
  script.src = `${session.aicrm_url.replace(/\/+$/, '')}/embed/v1/aicrm.js`;
  script.dataset.aicrm = '';
  script.dataset.tokenUrl = '/aicrm/token';
  // Another person on this computer never sees the first one's store.
  script.dataset.user = `${session.db}/${session.uid}`;
  document.head.append(script);
}

/**
 * `<widget name="aicrm" element="aicrm-lead-score-badge" record_type="lead"/>` in any form: one of our elements for the
 * record that the form shows. A record that is not saved yet has no score, and the widget shows nothing.
 */
export class AicrmWidget extends Component {
  static template = 'aicrm.Widget';
  static props = {
    ...standardWidgetProps,
    element: { type: String },
    recordType: { type: String },
    connection: { type: String, optional: true },
  };
  static defaultProps = { connection: 'odoo' };

  setup() {
    onWillStart(loadScript);
  }

  get recordId() {
    const { record, recordType, connection } = this.props;
    return record.resId ? `${recordType}:${connection}:${record.resId}` : '';
  }

  get lang() {
    return (session.user_context?.lang ?? 'en').replace('_', '-');
  }
}

export const aicrmWidget = {
  component: AicrmWidget,
  extractProps: ({ attrs }) => ({
    element: attrs.element,
    recordType: attrs.record_type,
    connection: attrs.connection || 'odoo',
  }),
};

registry.category('view_widgets').add('aicrm', aicrmWidget);
