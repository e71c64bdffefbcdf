/// What a client's request can be refused for, and with which HTTP status.
///
/// Lives here: [io.gantry.runtime.server.refusal.RefusedException] and its reasons. May not enter:
/// how a protocol words an error body (each protocol's own package), nor anything of JAX-RS. Every
/// message names what was found and what is expected, because clients see it verbatim.
@NullMarked
package io.gantry.runtime.server.refusal;

import org.jspecify.annotations.NullMarked;
