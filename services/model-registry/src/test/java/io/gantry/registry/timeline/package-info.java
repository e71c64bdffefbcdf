@NullMarked
package io.gantry.registry.timeline;

import org.jspecify.annotations.NullMarked;
