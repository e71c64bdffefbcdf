/// The other proxies: who is there, and which one admits the requests of a service whose replicas
/// take only so many at once.
///
/// Each proxy tells of itself on `gantry.proxies`, and works out from that topic alone, by
/// rendezvous hashing, who admits what; so all come to the same result, or nearly. May not enter:
/// requests, which `forward` passes on. See docs/adr/0043-one-proxy-has-the-places-of-a-service.md.
@NullMarked
package io.gantry.proxy.peer;

import org.jspecify.annotations.NullMarked;
