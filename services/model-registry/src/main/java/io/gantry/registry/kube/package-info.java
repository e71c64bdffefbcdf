/// The Kubernetes API: resources of KServe's API groups under `/apis`, for clients that were
/// written for the API server.
///
/// [io.gantry.registry.kube.Exchange] is what all kinds share: a request, what becomes of it, the
/// answer. A kind adds its [io.gantry.registry.kube.Objects] and its endpoints. Errors are
/// Kubernetes' `Status` objects. May not enter: the database, rules about what may be stored.
@NullMarked
package io.gantry.registry.kube;

import org.jspecify.annotations.NullMarked;
