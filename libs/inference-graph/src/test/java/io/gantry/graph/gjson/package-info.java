@NullMarked
package io.gantry.graph.gjson;

import org.jspecify.annotations.NullMarked;
