/// Tests against the real servers; nothing here is simulated.
@NullMarked
package io.gantry.embedded;

import org.jspecify.annotations.NullMarked;
