/// `gantry render`: what Gantry would create in a cluster, without one.
///
/// Lives here: which files are read, what of them tells about the cluster, and how objects are
/// printed. May not enter: how they are made (`libs/kube-render`), the value of any secret.
@NullMarked
package io.gantry.cli.render;

import org.jspecify.annotations.NullMarked;
