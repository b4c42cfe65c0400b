/// <reference types="@cloudflare/vitest-plugin/types" />
import type { Env } from '../src/index.js';

declare global {
  namespace Cloudflare {
    interface Env extends WorkerEnv {
      readonly MIGRATIONS: import('cloudflare:test').D1Migration[];
    }
    interface GlobalProps {
      mainModule: typeof import('../src/index.js');
    }
  }
}
type WorkerEnv = Env;
