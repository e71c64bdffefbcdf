/// The whole suite as real processes: what a user sees, and what must not happen when something is
/// killed.
///
/// Tests wait for events and answers, never for time. May not enter: tests of one service, which
/// live with it.
@NullMarked
package io.gantry.e2e;

import org.jspecify.annotations.NullMarked;
