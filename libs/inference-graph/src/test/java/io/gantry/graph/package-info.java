@NullMarked
package io.gantry.graph;

import org.jspecify.annotations.NullMarked;
