/// The packaged proxy, run as it is shipped: how it ends.
@NullMarked
package io.gantry.proxy.whole;

import org.jspecify.annotations.NullMarked;
