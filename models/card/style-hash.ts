/** SHA-256 of `cardStyle`, as a policy names it; a test recomputes it, since a renderer that is pure cannot. */
export const cardStyleHash = 'sha256-kIy8iXdp6cpWELzL1C2rW4s1vwbsoWgKaK4pjllnvSI=';
