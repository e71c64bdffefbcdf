/// Kubernetes' API server and the registry kept alike: objects of a cluster are taken in, and their
/// statuses written back.
///
/// One instance of all does it, the holder of a Lease ([io.gantry.registry.bridge.Election]), for
/// as long as it leads ([io.gantry.registry.bridge.Tenure]). Level-triggered: whatever happened, an
/// object is compared with the resource and what differs is mended. ADR 22 says who owns what. May
/// not enter: rules of resources, which are the store's, and running pods, which is the deployer's.
@NullMarked
package io.gantry.registry.bridge;

import org.jspecify.annotations.NullMarked;
