/// The Kubernetes API: resources of KServe's API groups under `/apis`, for clients that were
/// written for the API server.
///
/// [io.gantry.registry.kube.KubeResource] takes the requests of all kinds and hands them to
/// `Reads`, `Writes` and `Deletions`; `Watch*` answer those that do not end. Errors are Kubernetes'
/// `Status` objects. May not enter: the database, rules about what may be stored.
@NullMarked
package io.gantry.registry.kube;

import org.jspecify.annotations.NullMarked;
