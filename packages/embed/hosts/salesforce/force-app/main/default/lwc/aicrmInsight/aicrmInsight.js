import frameAddress from '@salesforce/apex/AicrmToken.frameAddress';
import { api, LightningElement } from 'lwc';

/** A token in an address cannot be renewed, so the frame is opened anew before it ends (15 minutes). */
const renewAfter = 14 * 60_000;

// biome-ignore lint/style/noDefaultExport: Salesforce takes a component's class from there.
export default class AicrmInsight extends LightningElement {
  /** Salesforce sets it on record pages. */
  @api recordId;
  @api objectApiName;
  @api height = 480;

  address = '';
  said = 'Loading';
  timer;

  connectedCallback() {
    return this.open();
  }

  disconnectedCallback() {
    clearTimeout(this.timer);
  }

  async open() {
    clearTimeout(this.timer);
    try {
      this.address = await frameAddress({ recordId: this.recordId });
      this.timer = setTimeout(() => void this.open(), renewAfter);
    } catch (error) {
      this.address = '';
      this.said = error?.body?.message ?? 'The score cannot be shown now.';
    }
  }
}
