-- What has happened to each model, for people; kept for some days.
create table timeline (
    -- Drawn as resource versions are, so that what has settled is known for both.
    id          bigint      primary key,
    namespace   text        not null,
    name        text        not null,
    -- The CloudEvent's id: each instance hears of an event, and again after each start.
    event_id    text        not null,
    happened_at timestamptz not null,
    type        text        not null,
    revision    text,
    node        text,
    message     text        not null,
    unique (namespace, name, event_id)
);

create index timeline_of_model on timeline (namespace, name, id);
create index timeline_age on timeline (happened_at);
