/// The proxy beside others that pass HTTP on: what a request costs, what it adds, how it streams.
///
/// All stand before one backend, take turns, and have a processor of their own where the machine
/// has several. May not enter: other services, whose time would be counted, too.
@NullMarked
package io.gantry.bench.proxy;

import org.jspecify.annotations.NullMarked;
