/// Native code that libraries bring in their jars.
///
/// Lives here: unpacking it once for all starts. May not enter: what a particular library wants to
/// be told.
@NullMarked
package io.gantry.runtime.server.natives;

import org.jspecify.annotations.NullMarked;
