-- Versions every stored resource and numbers the outbox: one counter for all, so that a resource's version tells
-- which of its events carries it.
create sequence resource_version;

-- Rows of deleted services stay: generation and last_revision go on counting when a name is used again, because
-- consumers drop what is not newer than what they have.
create table inference_service (
    namespace        text        not null,
    name             text        not null,
    uid              uuid        not null,
    generation       bigint      not null,
    resource_version bigint      not null,
    created_at       timestamptz not null,
    deleted_at       timestamptz,
    -- The resource as it was written, without status and what the registry fills in.
    manifest         jsonb       not null,
    -- The revisions that should exist now, as the event has them.
    revisions        jsonb       not null,
    -- The predictor that was last rolled out, and its revision: what a later canary is tried against.
    rolled_out       jsonb       not null,
    last_revision    integer     not null,
    primary key (namespace, name)
);

create index inference_service_artifacts on inference_service using gin (revisions jsonb_path_ops);

-- Never updated.
create table revision (
    namespace   text        not null,
    name        text        not null,
    number      integer     not null,
    uid         uuid        not null,
    generation  bigint      not null,
    fingerprint text        not null,
    predictor   jsonb       not null,
    artifacts   jsonb       not null,
    created_at  timestamptz not null,
    primary key (namespace, name, number),
    foreign key (namespace, name) references inference_service
);

create table serving_runtime (
    -- The namespace, or _cluster.
    scope            text        not null,
    name             text        not null,
    uid              uuid        not null,
    generation       bigint      not null,
    resource_version bigint      not null,
    created_at       timestamptz not null,
    deleted_at       timestamptz,
    manifest         jsonb       not null,
    -- The hash of the manifest that was read from a file at start, as long as nobody has changed or deleted it since.
    file_hash        text,
    primary key (scope, name)
);

-- Written in the transaction of the change that an event tells of; emptied by the relay in the order of ids.
create table outbox (
    id          bigint primary key,
    topic       text  not null,
    key         text  not null,
    headers     jsonb not null,
    payload     bytea not null,
    traceparent text
);
