/// The cluster for tests, by what Kubernetes says of it.
@NullMarked
package io.gantry.cluster;

import org.jspecify.annotations.NullMarked;
