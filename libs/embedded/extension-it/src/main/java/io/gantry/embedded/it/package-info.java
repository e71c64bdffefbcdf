/// An application that configures nothing, so that its tests see what the dev services provide.
@NullMarked
package io.gantry.embedded.it;

import org.jspecify.annotations.NullMarked;
