@NullMarked
package io.gantry.events.text;

import org.jspecify.annotations.NullMarked;
