/** SHA-256 of `cardStyle`, as a policy names it; a test recomputes it, since a renderer that is pure cannot. */
export const cardStyleHash = 'sha256-esduxXolbTJLre2rRetR1kNqbb++b+a/+WTwaF0Pp44=';
