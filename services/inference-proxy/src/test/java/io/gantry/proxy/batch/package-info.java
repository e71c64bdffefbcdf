@NullMarked
package io.gantry.proxy.batch;

import org.jspecify.annotations.NullMarked;
