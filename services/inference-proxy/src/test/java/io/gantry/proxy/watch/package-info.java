@NullMarked
package io.gantry.proxy.watch;

import org.jspecify.annotations.NullMarked;
