@NullMarked
package io.gantry.autoscale.llm;

import org.jspecify.annotations.NullMarked;
