@NullMarked
package io.gantry.registry.profile;

import org.jspecify.annotations.NullMarked;
