@NullMarked
package io.gantry.autoscale.hpa;

import org.jspecify.annotations.NullMarked;
