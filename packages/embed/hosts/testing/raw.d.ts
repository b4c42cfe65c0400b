declare module '*?raw' {
  const text: string;
  // biome-ignore lint/style/noDefaultExport: so a bundler gives the text of a file.
  export default text;
}
