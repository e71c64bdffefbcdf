/// What it takes to put requests together and their answers apart again.
///
/// Pure: bodies in, bodies out. May not enter: connections, and how long to wait for whom.
@NullMarked
package io.gantry.proxy.batch;

import org.jspecify.annotations.NullMarked;
