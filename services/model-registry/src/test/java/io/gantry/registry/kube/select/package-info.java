@NullMarked
package io.gantry.registry.kube.select;

import org.jspecify.annotations.NullMarked;
