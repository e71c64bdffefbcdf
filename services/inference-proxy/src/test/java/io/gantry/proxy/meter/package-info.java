@NullMarked
package io.gantry.proxy.meter;

import org.jspecify.annotations.NullMarked;
