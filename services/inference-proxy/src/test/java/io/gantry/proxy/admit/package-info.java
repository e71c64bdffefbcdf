@NullMarked
package io.gantry.proxy.admit;

import org.jspecify.annotations.NullMarked;
