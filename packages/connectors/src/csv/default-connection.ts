/**
 * The connection that a CSV file's records belong to where nobody names one. It is part of every record's id, so the
 * command line and the console must agree on it: with two names the same file would make two records of each row.
 */
export const defaultConnection = 'csv';
