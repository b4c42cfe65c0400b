/** Wires the frame: who asked stands in the ticket, who looks in the session that the server wrote into this page. */
export async function wire(frame, client, session) {
  const { 'ticket.requester.id': requester } = await client.get('ticket.requester.id');
  if (!requester) return;
  const record = `contact:zendesk:${requester}`;
  frame.getToken = async () => {
    const answer = await fetch('/zendesk/token', {
      method: 'POST',
      headers: { authorization: `Bearer ${session}`, 'content-type': 'application/json' },
      body: JSON.stringify({ record }),
    });
    if (!answer.ok) throw new Error(`the panel's server answered ${answer.status}`);
    return (await answer.json()).token;
  };
  frame.setAttribute('record-id', record);
}

const frame = document.querySelector('aicrm-frame');
const session = document.querySelector('meta[name="aicrm-session"]')?.content;
if (frame && session) {
  const client = window.ZAFClient.init();
  new ResizeObserver(() => client.invoke('resize', { height: `${frame.offsetHeight + 8}px` })).observe(frame);
  await wire(frame, client, session);
}
