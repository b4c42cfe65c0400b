import type { ChildProcess } from 'node:child_process';

export declare function startService(
  command: string,
  words: readonly string[],
  options: {
    readonly cwd: string;
    readonly env?: Readonly<Record<string, string>>;
    readonly log: string;
    readonly onExit?: (code: number | null, signal: string | null) => void;
  },
): ChildProcess;
export declare function waitFor(url: string, seconds: number, alive?: () => boolean): Promise<boolean>;
export declare function waitForSilence(url: string, seconds: number): Promise<boolean>;
