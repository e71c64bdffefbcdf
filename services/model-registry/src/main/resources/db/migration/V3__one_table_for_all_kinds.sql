-- All kinds of resources in one table, so that listing, watching and changing them is one mechanism.
--
-- Rows of deleted resources stay: their generations go on counting when a name is used again, because consumers drop
-- what is not newer than what they have, and a watch that was interrupted learns of the deletion.
create table resource (
    kind             text        not null,
    -- The namespace, or _cluster.
    scope            text        not null,
    name             text        not null,
    uid              uuid        not null,
    generation       bigint      not null,
    -- The version of the last change of anything in the row, and that of the resource's creation.
    resource_version bigint      not null,
    created_version  bigint      not null,
    created_at       timestamptz not null,
    deleted_at       timestamptz,
    -- The resource as it was written, without status and what the registry fills in.
    manifest         jsonb       not null,
    -- What is observed of the resource; null when nothing was said yet.
    status           jsonb,
    -- Who owns which field, as metadata.managedFields has it.
    managed_fields   jsonb       not null,
    -- What the registry keeps about it for itself: the revisions of an InferenceService, the file of a runtime.
    kept             jsonb       not null,
    primary key (kind, scope, name)
);

-- Watches ask for what has changed since.
create index resource_changes on resource (resource_version);
-- Which services use an artifact.
create index resource_kept on resource using gin (kept jsonb_path_ops);

insert into resource
select 'InferenceService', namespace, name, uid, generation, resource_version, resource_version, created_at, deleted_at,
       manifest, null, '[]'::jsonb,
       jsonb_build_object('revisions', revisions, 'rolledOut', rolled_out, 'lastRevision', last_revision)
from inference_service;

insert into resource
select case scope when '_cluster' then 'ClusterServingRuntime' else 'ServingRuntime' end,
       scope, name, uid, generation, resource_version, resource_version, created_at, deleted_at, manifest, null,
       '[]'::jsonb,
       case when file_hash is null then '{}'::jsonb else jsonb_build_object('fileHash', file_hash) end
from serving_runtime;

drop table serving_runtime;
alter table revision drop constraint revision_namespace_name_fkey;
drop table inference_service;
