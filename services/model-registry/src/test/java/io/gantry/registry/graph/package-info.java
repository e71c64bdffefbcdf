@NullMarked
package io.gantry.registry.graph;

import org.jspecify.annotations.NullMarked;
