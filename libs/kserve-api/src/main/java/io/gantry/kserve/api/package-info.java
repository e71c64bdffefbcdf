/// KServe's resources as records, and the reading and writing of manifests.
///
/// Lives here: one record per KServe type that Gantry acts on, [io.gantry.kserve.api.KServeJson]
/// and [io.gantry.kserve.api.Manifests]. Every record keeps what it does not model in `unknown`, so
/// a manifest that was read can be written again without loss. Null means absent, as for
/// Kubernetes. May not enter: rules about these types (they live in the sibling packages), I/O,
/// Quarkus.
@NullMarked
package io.gantry.kserve.api;

import org.jspecify.annotations.NullMarked;
