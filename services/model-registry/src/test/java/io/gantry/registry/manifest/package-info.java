@NullMarked
package io.gantry.registry.manifest;

import org.jspecify.annotations.NullMarked;
