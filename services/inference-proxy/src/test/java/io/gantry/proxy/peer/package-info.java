@NullMarked
package io.gantry.proxy.peer;

import org.jspecify.annotations.NullMarked;
