@NullMarked
package io.gantry.proxy;

import org.jspecify.annotations.NullMarked;
