@NullMarked
package io.gantry.proxy.forward;

import org.jspecify.annotations.NullMarked;
