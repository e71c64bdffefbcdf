@NullMarked
package io.gantry.autoscale.knative;

import org.jspecify.annotations.NullMarked;
