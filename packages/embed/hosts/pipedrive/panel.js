const types = { deal: 'deal', person: 'contact', organization: 'company' };

/** Which record the panel stands beside, from the address that Pipedrive opened it with; null in a list. */
export function recordOf(address) {
  const { resource, selectedIds } = Object.fromEntries(new URL(address).searchParams);
  return types[resource] && /^\d+$/.test(selectedIds ?? '')
    ? `${types[resource]}:pipedrive:${selectedIds}`
    : null;
}

/** Wires the frame: a token is asked for with a signature of Pipedrive's own, anew whenever the last one ends. */
export function wire(frame, sdk, record) {
  frame.getToken = async () => {
    const { token: signed } = await sdk.execute('get_signed_token');
    const answer = await fetch('/pipedrive/token', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ signed, record }),
    });
    if (!answer.ok) throw new Error(`the panel's server answered ${answer.status}`);
    return (await answer.json()).token;
  };
  frame.setAttribute('record-id', record);
}

const frame = document.querySelector('aicrm-frame');
const record = recordOf(location.href);
if (frame && record) {
  const sdk = await new window.AppExtensionsSDK().initialize({ size: { height: 500 } });
  wire(frame, sdk, record);
}
