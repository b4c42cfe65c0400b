import type { Plugin } from 'vite';

/**
 * Vite wraps every dynamic import in a helper (1.2 kB) that writes <link> elements into the host's head, with or without
 * `modulePreload`. The plugin that does it can only be left out from here; under a new name the build fails.
 */
export const plainImports: Plugin = {
  name: 'aicrm:plain-imports',
  configResolved({ plugins }) {
    const wrapper = plugins.find(({ name }) => name === 'native:import-analysis-build');
    if (!wrapper) throw new Error('Vite has another name for the plugin that wraps dynamic imports.');
    wrapper.applyToEnvironment = () => false;
  },
};
