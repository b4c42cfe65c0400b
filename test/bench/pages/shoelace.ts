/** Shoelace's badge as its documentation has it cherry-picked; the theme's variables are left out, so it is even lighter. */
import '@shoelace-style/shoelace/dist/components/badge/badge.js';
