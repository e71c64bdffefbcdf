/// Connections before they have become requests: how long a client may take for a request's
/// headers, and what was refused before anybody could see it as a request.
///
/// Handlers of Netty's, for neither Vert.x nor Quarkus has such a limit; each new connection of the
/// HTTP server gets one when it is accepted. May not enter: anything about models.
@NullMarked
package io.gantry.proxy.accept;

import org.jspecify.annotations.NullMarked;
