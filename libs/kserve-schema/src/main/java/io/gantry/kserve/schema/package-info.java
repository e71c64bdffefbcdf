/// KServe's resource types as data, and what an API server does to an object by its type's schema.
///
/// Lives here: [io.gantry.kserve.schema.ResourceTypes], read once from `kserve.json`, which
/// DistilledSchemasTest makes of KServe's CRDs; [io.gantry.kserve.schema.Difference], the places
/// where Gantry knows better; pruning and defaulting. Checking, tables and field management are
/// sibling packages. Objects are Jackson trees; none that is passed in is changed. May not enter:
/// what KServe's webhooks decide (`libs/kserve-api`), I/O beyond the module's own resources,
/// Quarkus. See ADR 20.
@NullMarked
package io.gantry.kserve.schema;

import org.jspecify.annotations.NullMarked;
