@NullMarked
package io.gantry.proxy.route;

import org.jspecify.annotations.NullMarked;
