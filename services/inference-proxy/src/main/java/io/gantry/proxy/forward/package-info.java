/// The data path: takes requests off the wire, gets them a replica from `admit`, and streams bytes
/// both ways.
///
/// All of a request happens on the event loop it came in on, whose client and list of exchanges
/// ([io.gantry.proxy.forward.Loop]) no other thread touches; so nothing here is locked, and nothing
/// may block. Bodies are held only as far as finding their model takes. Raw Vert.x for its cost:
/// docs/adr/0010-data-path-on-the-main-router.md.
@NullMarked
package io.gantry.proxy.forward;

import org.jspecify.annotations.NullMarked;
