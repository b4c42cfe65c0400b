import * as z from 'zod/mini';

// zod/mini has no words of its own until a language is set; every file that shows its messages imports this one.
z.config(z.locales.en());
