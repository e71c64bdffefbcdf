@NullMarked
package io.gantry.proxy.graph;

import org.jspecify.annotations.NullMarked;
