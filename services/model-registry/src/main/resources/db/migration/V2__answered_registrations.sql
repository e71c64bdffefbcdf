-- The registrations that were answered, so that none takes effect twice. A row is as old as the topic keeps its
-- registration, and a little more.
create table answered_registration (
    -- CloudEvents are told apart by these two.
    source      text        not null,
    id          text        not null,
    -- SHA-256 of type, key and value: a producer that uses an id again for something else is answered.
    digest      text        not null,
    namespace   text        not null,
    name        text        not null,
    -- The generation that it was answered with; null when it was rejected.
    generation  bigint,
    -- The rejection, as JSON text.
    rejection   text,
    answered_at timestamptz not null,
    primary key (source, id, digest)
);

create index answered_registration_age on answered_registration (answered_at);
