import type { RecordType } from '@aicrm/schema/ids';
import type { TokenRequest } from '@aicrm/schema/wire';

/** An element that a page can show by its tag alone. */
export interface EmbedElement {
  readonly tag: string;
  /** Its component in `@aicrm/embed/react`; absent where none has a name yet. */
  readonly component?: string;
  readonly label: string;
  /** Which records it shows, the usual first; empty where it shows the whole business. */
  readonly records: readonly RecordType[];
}

/** Offers are not among them: their catalogue is handed over by the host's own code. */
export const embedElements: readonly EmbedElement[] = [
  {
    tag: 'aicrm-lead-score-badge',
    component: 'LeadScoreBadge',
    label: 'Lead score badge',
    records: ['lead'],
  },
  {
    tag: 'aicrm-deal-score-badge',
    component: 'DealScoreBadge',
    label: 'Deal score badge',
    records: ['deal'],
  },
  {
    tag: 'aicrm-customer-insight-card',
    component: 'CustomerInsightCard',
    label: 'Customer insight card',
    records: ['contact', 'company', 'lead', 'deal'],
  },
  {
    tag: 'aicrm-next-actions',
    component: 'NextActions',
    label: 'Next actions',
    records: ['contact', 'company', 'lead', 'deal'],
  },
  {
    tag: 'aicrm-feedback-sentiment-panel',
    component: 'FeedbackSentimentPanel',
    label: 'Feedback panel',
    records: ['contact', 'company', 'lead', 'deal'],
  },
  { tag: 'aicrm-what-if', component: 'WhatIf', label: 'What if', records: ['lead', 'deal'] },
  { tag: 'aicrm-forecast-chart', component: 'ForecastChart', label: 'Sales forecast', records: [] },
  { tag: 'aicrm-segments', component: 'Segments', label: 'Customer segments', records: [] },
  { tag: 'aicrm-insights', component: 'Insights', label: 'What changed this week', records: [] },
  { tag: 'aicrm-dashboard', component: 'Dashboard', label: 'Business at a glance', records: [] },
  { tag: 'aicrm-record-list', component: 'RecordList', label: 'Record list', records: [] },
];

export const embedHosts = [
  { id: 'plain-html', label: 'Plain HTML', connection: 'crm', guide: 'plain-html' },
  { id: 'react', label: 'React', connection: 'crm', guide: 'react' },
  { id: 'odoo', label: 'Odoo 17 and 18', connection: 'odoo', guide: 'odoo' },
  { id: 'hubspot', label: 'HubSpot', connection: 'hubspot', guide: 'hubspot' },
  { id: 'pipedrive', label: 'Pipedrive', connection: 'pipedrive', guide: 'pipedrive' },
  { id: 'zendesk', label: 'Zendesk', connection: 'zendesk', guide: 'zendesk' },
  { id: 'espocrm', label: 'EspoCRM', connection: 'espo', guide: 'espocrm' },
  { id: 'salesforce', label: 'Salesforce', connection: 'salesforce', guide: 'salesforce' },
  { id: 'frame', label: 'A frame in any page', connection: 'crm', guide: '' },
] as const;
export type EmbedHost = (typeof embedHosts)[number];
export type EmbedHostId = EmbedHost['id'];

/** The vendor's own page on what the guide uses; its address, for a link that works outside of this repository. */
export const vendorPages: Readonly<Partial<Record<EmbedHostId, string>>> = {
  react: 'https://react.dev/reference/react-dom/components#custom-html-elements',
  odoo: 'https://www.odoo.com/documentation/17.0/developer/reference/frontend/assets.html',
  hubspot:
    'https://developers.hubspot.com/docs/apps/developer-platform/add-features/ui-extensions/ui-extensions-sdk/actions',
  pipedrive: 'https://pipedrive.readme.io/docs/custom-ui-extensions-panels',
  zendesk:
    'https://developer.zendesk.com/documentation/apps/build-an-app/building-a-server-side-app/part-5-secure-the-app/',
  espocrm: 'https://docs.espocrm.com/development/entry-points',
  salesforce:
    'https://help.salesforce.com/s/articleView?id=xcloud.security_trusted_urls_manage.htm&language=en_US&type=5',
};

/** What a person chose; origins without a slash at their end. */
export interface EmbedChoice {
  readonly worker: string;
  readonly host: EmbedHostId;
  readonly element: EmbedElement;
  /** `type:connection:id`; not read where the element shows the whole business. */
  readonly record: string;
  /** The origin of the host's page. */
  readonly origin: string;
}

/** A piece to copy. */
export interface Snippet {
  readonly title: string;
  /** Where it goes. */
  readonly note: string;
  readonly code: string;
}

/** All that a host needs, or the sentence that says why the element cannot stand in it. */
export interface EmbedPlan {
  readonly refusal: string | null;
  readonly snippets: readonly Snippet[];
  /** Directives that the host's policy needs; empty where the host sets its policy itself. */
  readonly policy: readonly string[];
  /** What the host's server asks a token for. */
  readonly token: TokenRequest;
}
