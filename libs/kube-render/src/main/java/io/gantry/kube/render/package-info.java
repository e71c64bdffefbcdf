/// From an InferenceService to the objects that a cluster needs for it.
///
/// Lives here: what KServe's controller and its pod webhook would make, as pure functions from
/// resources and what is known of the cluster ([io.gantry.kube.render.ClusterLookup]) to typed
/// objects; [io.gantry.kube.render.Renderer] is the way in, and [io.gantry.kube.render.PodAssembly]
/// what pods of other kinds use, too. Equal input gives equal output. The deployer applies it and
/// `gantry render` prints it. May not enter: I/O, a client, Quarkus, the value of any secret.
@NullMarked
package io.gantry.kube.render;

import org.jspecify.annotations.NullMarked;
