import type { Client } from '@aicrm/client/client';
import type { ReactiveController } from 'lit';
import type { AicrmElement } from '../internal/aicrm-element.js';

/** Whether there is a connection: as the client knows, where there is one, and as the browser says. */
export class Line implements ReactiveController {
  private followed: Client | undefined;
  private stop: (() => void) | undefined;
  private readonly host: AicrmElement;
  private readonly client: () => Client | undefined;

  constructor(host: AicrmElement, client: () => Client | undefined) {
    this.host = host;
    this.client = client;
    host.addController(this);
  }

  get offline(): boolean {
    return !navigator.onLine || this.client()?.online === false;
  }

  hostConnected(): void {
    for (const event of ['online', 'offline']) addEventListener(event, this.changed);
  }

  hostDisconnected(): void {
    for (const event of ['online', 'offline']) removeEventListener(event, this.changed);
    this.stop?.();
    this.stop = undefined;
    this.followed = undefined;
  }

  hostUpdate(): void {
    const client = this.client();
    if (!this.host.isConnected || client === this.followed) return;
    this.stop?.();
    this.followed = client;
    this.stop = client?.onStatus(this.changed);
  }

  private readonly changed = (): void => this.host.requestUpdate();
}
