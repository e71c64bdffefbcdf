/// What is published, told from decisions and states alone.
@NullMarked
package io.gantry.deployer.observe;

import org.jspecify.annotations.NullMarked;
