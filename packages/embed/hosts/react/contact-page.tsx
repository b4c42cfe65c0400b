import { CustomerInsightCard, LeadScoreBadge } from '@aicrm/embed/react';
import { useState } from 'react';

export interface Contact {
  readonly id: string;
  readonly name: string;
  /** What this page knows already; it is scored in the page and sent nowhere. */
  readonly record: Readonly<Record<string, unknown>>;
}

/** A record page of your application: the badge beside the name, the card below it. */
export function ContactPage({ contact }: { contact: Contact }) {
  const [said, setSaid] = useState('');
  return (
    <article>
      <h1>
        {contact.name}{' '}
        <LeadScoreBadge
          record={contact.record}
          onAicrmOpen={({ detail }) => setSaid(`Reasons of ${detail.model} are open.`)}
        />
      </h1>
      <CustomerInsightCard
        recordId={contact.id}
        density="compact"
        onAicrmAction={({ detail }) => setSaid(`${detail.label}: ${detail.what}`)}
      />
      <p role="status">{said}</p>
    </article>
  );
}
