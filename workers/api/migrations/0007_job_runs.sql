-- How often a job was begun: one whose runs are killed each time must end with a reason, and not be begun for ever.
alter table jobs add column runs integer not null default 0;
