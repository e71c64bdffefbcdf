/// Runs the application in test mode, where the dev services have to be at work.
@NullMarked
package io.gantry.embedded.it;

import org.jspecify.annotations.NullMarked;
