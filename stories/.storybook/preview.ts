import '@aicrm/widgets/lead-score-badge/define';
import manifest from 'virtual:custom-elements';
import { type Preview, setCustomElementsManifest } from '@storybook/web-components-vite';
import { html } from 'lit';
import './preview.css';

setCustomElementsManifest(manifest);

const preview: Preview = {
  tags: ['autodocs'],
  globalTypes: {
    scheme: {
      description: 'Colour scheme of the page',
      toolbar: {
        title: 'Scheme',
        icon: 'mirror',
        items: [
          { value: 'light', title: 'Light' },
          { value: 'dark', title: 'Dark' },
        ],
        dynamicTitle: true,
      },
    },
    language: {
      description: 'Language and direction of the page',
      toolbar: {
        title: 'Language',
        icon: 'globe',
        items: [
          { value: 'en', title: 'English' },
          { value: 'de', title: 'Deutsch' },
          { value: 'ar', title: 'العربية' },
        ],
        dynamicTitle: true,
      },
    },
  },
  initialGlobals: { scheme: 'light', language: 'en' },
  decorators: [
    (story, { globals, viewMode }) => {
      const language = String(globals.language);
      const scheme = String(globals.scheme);
      const direction = language === 'ar' ? 'rtl' : 'ltr';
      // A documentation page holds several stories, each of which may want another page around it.
      if (viewMode === 'docs')
        return html`<div class="page" lang=${language} dir=${direction} data-scheme=${scheme}>${story()}</div>`;
      const page = document.documentElement;
      page.style.colorScheme = scheme;
      page.lang = language;
      page.dir = direction;
      return story();
    },
  ],
  parameters: {
    a11y: { test: 'error' },
    controls: { expanded: true },
    options: {
      storySort: {
        order: [
          'Welcome',
          'Embed',
          'Guides',
          ['Plain HTML', '*', 'Without a page'],
          'Model playground',
          'Theming',
          'Theme editor',
          'API reference',
          'Elements',
        ],
      },
    },
  },
};

export default preview;
