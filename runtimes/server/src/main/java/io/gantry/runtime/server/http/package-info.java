/// What servers share over HTTP, whatever protocol they speak.
///
/// Lives here: the thread-safe JSON factory, and how an answer is ended. May not enter: a
/// protocol's own paths, fields or error bodies.
@NullMarked
package io.gantry.runtime.server.http;

import org.jspecify.annotations.NullMarked;
