import { createClient } from '@aicrm/client/client';
import { setDefaultClient } from '@aicrm/client/registry';
import { createRoot } from 'react-dom/client';
import { ContactPage } from './contact-page.js';

// One client for the page. The token comes from your own server, see plain-html/token-server.ts.
setDefaultClient(
  createClient({
    api: 'https://YOUR-WORKER',
    getToken: async () => {
      const answer = await fetch('/aicrm/token', { method: 'POST' });
      if (!answer.ok) throw new Error(`the token endpoint answered ${answer.status}`);
      const { token }: { token: string } = await answer.json();
      return token;
    },
  }),
);
// What the page shows; each brings its own files when it is first needed.
void import('@aicrm/widgets/lead-score-badge/define');
void import('@aicrm/widgets/customer-insight-card/define');

const root = document.querySelector('#root');
if (root)
  createRoot(root).render(
    <ContactPage contact={{ id: 'contact:crm:7', name: 'Ada', record: { id: 417, conversions: 1 } }} />,
  );
