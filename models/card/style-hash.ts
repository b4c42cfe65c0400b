/** SHA-256 of `cardStyle`, as a policy names it; a test recomputes it, since a renderer that is pure cannot. */
export const cardStyleHash = 'sha256-ifSUoqW7uA6tDwVlPTbKaorsKheY3UxEOfjiruwKuCY=';
