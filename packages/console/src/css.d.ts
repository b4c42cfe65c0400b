// The bundler and the test runner load style sheets as side effects.
declare module '*.css';
