@NullMarked
package io.gantry.registry.inferenceservice;

import org.jspecify.annotations.NullMarked;
