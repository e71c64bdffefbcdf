@NullMarked
package io.gantry.registry.revision;

import org.jspecify.annotations.NullMarked;
