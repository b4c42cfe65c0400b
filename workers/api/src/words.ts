import * as z from 'zod/mini';
import en from 'zod/v4/locales/en.js';

// zod/mini has no words of its own until a language is set; every file that shows its messages imports this one. The
// language is imported by its own path, since `z.locales` brings all fifty (370 kB of the worker).
z.config(en());
