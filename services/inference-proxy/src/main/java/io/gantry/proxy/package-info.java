/// The inference proxy: takes every inference request, finds the model it names, holds it while no
/// replica is ready, streams it to one that is, and tells the monitor what it saw.
///
/// Only configuration lives here. Features depend on each other one way: `forward` → `peer` →
/// `watch`, `log` → `meter`, `graph`, `batch` → `admit` → `route`. What requests pass through is
/// `@Singleton`, for the proxy of another scope is asked for its instance at each call. See
/// docs/adr/0010-data-path-on-the-main-router.md.
@NullMarked
package io.gantry.proxy;

import org.jspecify.annotations.NullMarked;
