@NullMarked
package io.gantry.proxy.log;

import org.jspecify.annotations.NullMarked;
