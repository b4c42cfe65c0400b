import type { ToneNetwork } from '@aicrm/client/text-network';
import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html } from 'lit';
import { expect, userEvent, waitFor, within } from 'storybook/test';

interface Args {
  text: string;
  device: 'wasm' | 'webgpu';
  /** Lets WebGPU run on an adapter that is played by software. */
  allowSoftware: boolean;
}

/** One network a device: opening fetches megabytes, so it is done at the first press of the button and kept. */
const open = new Map<string, Promise<ToneNetwork>>();

async function network({ device, allowSoftware }: Args): Promise<ToneNetwork> {
  const { openShippedTone } = await import('@aicrm/client/text-network');
  const opened = await openShippedTone({ device, allowSoftware });
  if (!opened.ok) throw new Error([opened.error.detail, opened.error.action].filter(Boolean).join(' '));
  return opened.value;
}

async function answer(args: Args, text: string): Promise<string> {
  const key = `${args.device} ${args.allowSoftware}`;
  const opening = open.get(key) ?? network(args);
  open.set(key, opening);
  // What failed once may succeed at the next press.
  opening.catch(() => open.delete(key));
  const analysed = await (await opening).analyse(text);
  if (!analysed.ok) throw new Error(analysed.error.detail);
  if (analysed.value.state !== 'scored') return 'Not scored: there is no word in it.';
  const { label, probabilities, device } = analysed.value;
  const on = device.adapter ? `${device.provider} (${device.adapter.architecture})` : device.provider;
  return `${label}, ${Math.round(100 * probabilities[label])} %, on ${on}`;
}

function ask(event: Event, args: Args): void {
  event.preventDefault();
  const form = event.currentTarget;
  if (!(form instanceof HTMLFormElement)) return;
  const output = form.querySelector('output');
  const text = form.querySelector('textarea')?.value ?? '';
  if (!output) return;
  output.value = 'Loading the network';
  answer(args, text).then(
    (said) => {
      output.value = said;
    },
    (error: unknown) => {
      output.value = error instanceof Error ? error.message : String(error);
    },
  );
}

const meta: Meta<Args> = {
  title: 'Networks/Text network',
  args: { text: 'I love this, thank you so much!', device: 'wasm', allowSoftware: false },
  argTypes: { device: { control: 'inline-radio', options: ['wasm', 'webgpu'] } },
  parameters: {
    docs: {
      description: {
        component:
          'A small convolutional network with operators that our own reader does not run. ONNX Runtime Web is fetched when the button is pressed, not before.',
      },
    },
  },
  render: (args) => html`
    <form @submit=${(event: Event) => ask(event, args)}>
      <p><label>Text<br /><textarea rows="3" cols="48" .value=${args.text}></textarea></label></p>
      <p><button>What tone has it?</button></p>
      <p><output aria-live="polite"></output></p>
    </form>
  `,
};
export default meta;
type Story = StoryObj<Args>;

const press = async (canvasElement: HTMLElement): Promise<HTMLElement> => {
  const canvas = within(canvasElement);
  await userEvent.click(canvas.getByRole('button'));
  return canvas.getByRole('status');
};
/** The runtime is 14 MB, and the machine may be busy. */
const patience = { timeout: 50_000 };

export const OnWebAssembly: Story = {
  play: async ({ canvasElement }) => {
    const output = await press(canvasElement);
    await waitFor(() => expect(output.textContent).toMatch(/^positive, \d+ %, on wasm$/), patience);
  },
};

/** Without a graphics card, or with one that is played by software, it says so and what to do. */
export const OnWebGpu: Story = {
  args: { device: 'webgpu' },
  play: async ({ canvasElement }) => {
    const output = await press(canvasElement);
    await waitFor(
      () => expect(output.textContent).toMatch(/^positive, .* on webgpu|Open it with device: 'wasm'\./),
      patience,
    );
  },
};
