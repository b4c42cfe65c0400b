import type { StorybookConfig } from '@storybook/web-components-vite';
import type { Plugin } from 'vite';
// @ts-expect-error A build script without types.
import { manifest } from '../../packages/widgets/dev/manifest.mjs';

const id = 'virtual:custom-elements';

/** The API tables are read from the class comments each time, so no generated file can be out of date. */
const customElements: Plugin = {
  name: 'aicrm-custom-elements',
  resolveId: (source) => (source === id ? `\0${id}` : undefined),
  load: async (source) =>
    source === `\0${id}` ? `export default ${JSON.stringify(await manifest())}` : undefined,
};

const config: StorybookConfig = {
  framework: '@storybook/web-components-vite',
  stories: ['../*.mdx', '../guides/*.mdx', '../*.stories.ts'],
  addons: ['@storybook/addon-docs', '@storybook/addon-a11y', '@storybook/addon-vitest'],
  // Readers come to look at the elements; the list of first steps is for who sets a Storybook up.
  features: { sidebarOnboardingChecklist: false },
  core: { disableTelemetry: true, disableWhatsNewNotifications: true },
  // The playground's trainer is a module worker that loads parts of itself.
  viteFinal: (vite) => ({
    ...vite,
    worker: { ...vite.worker, format: 'es' },
    plugins: [...(vite.plugins ?? []), customElements],
  }),
};

export default config;
