@NullMarked
package io.gantry.registry.registration;

import org.jspecify.annotations.NullMarked;
