alter table revision
    -- The predictor as it was written, which a rollback writes again; null in rows of before.
    add column written jsonb,
    -- The digest that was expected of its artifact.
    add column sha256  text;

-- A fingerprint ends with the digest, if there is one.
update revision set sha256 = nullif(split_part(fingerprint, '+', 2), '');

-- Those of services that are gone, which nobody can go back to.
delete from revision
where not exists (select from resource
                  where kind = 'InferenceService' and scope = revision.namespace and name = revision.name
                    and uid = revision.uid and deleted_at is null);
