/// What the topics say: services, runtimes, this node's artifacts, scaling decisions, and what this
/// deployer last published.
///
/// [io.gantry.deployer.cluster.ClusterState] takes events in, in whatever order and however often
/// they come; [io.gantry.deployer.cluster.ClusterView] is what concerns one service, as values. May
/// not enter: decisions, platforms.
@NullMarked
package io.gantry.deployer.cluster;

import org.jspecify.annotations.NullMarked;
