@NullMarked
package io.gantry.registry.plan;

import org.jspecify.annotations.NullMarked;
