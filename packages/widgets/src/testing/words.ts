import { panel } from '../locales/en-panel.js';

export const en = 'en';
export const words = panel;
