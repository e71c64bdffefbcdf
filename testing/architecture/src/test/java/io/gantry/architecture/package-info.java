/// Rules over the sources of all modules, which no class file tells.
@NullMarked
package io.gantry.architecture;

import org.jspecify.annotations.NullMarked;
