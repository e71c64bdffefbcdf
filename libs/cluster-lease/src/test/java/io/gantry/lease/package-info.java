/// How the times of a Lease have to fit each other.
@NullMarked
package io.gantry.lease;

import org.jspecify.annotations.NullMarked;
