import { describe, expect, it } from 'vitest';
import { cardTerms } from './data-terms.js';

const said = (licence: string | null, synthetic = false) => ({ licence, synthetic });

describe('the terms of several connections', () => {
  it('are each said once, and a silent one is the tenant’s own', () => {
    expect(cardTerms([said('CC0-1.0'), said('CC-BY-4.0: X'), said('CC0-1.0')])).toEqual({
      dataLicence: 'CC0-1.0; CC-BY-4.0: X',
      synthetic: false,
    });
    expect(cardTerms([said(null), said('CC0-1.0')]).dataLicence).toBe("the tenant's own data; CC0-1.0");
  });

  it('are left to the trainer where nobody said any, and are synthetic if a part is', () => {
    expect(cardTerms([said(null)])).toEqual({ synthetic: false });
    expect(cardTerms([said(null), said(null, true)])).toEqual({ synthetic: true });
  });
});
