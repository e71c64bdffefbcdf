/// The server as a process: how it starts, hears of signals and says why it ends.
///
/// Lives here: what every server's `main` does. May not enter: configuration, models, HTTP.
@NullMarked
package io.gantry.runtime.server.process;

import org.jspecify.annotations.NullMarked;
