-- No query reads it, and each written record paid for it: a record was parsed once more and found its place once more.
drop index records_by_parent;
