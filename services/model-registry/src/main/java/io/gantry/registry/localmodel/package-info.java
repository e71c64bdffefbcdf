/// KServe's LocalModelCaches, LocalModelNamespaceCaches and LocalModelNodeGroups: their events,
/// which tell the loaders what to keep where, and their status, from what the loaders say.
///
/// Which nodes belong to a group, and which caches have room there, is worked out in `libs/events`,
/// as the loaders do. May not enter: what a node loads for services. ADR 28.
@NullMarked
package io.gantry.registry.localmodel;

import org.jspecify.annotations.NullMarked;
