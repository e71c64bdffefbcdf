@NullMarked
package io.gantry.registry.kube;

import org.jspecify.annotations.NullMarked;
