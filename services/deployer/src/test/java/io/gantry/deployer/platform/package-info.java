@NullMarked
package io.gantry.deployer.platform;

import org.jspecify.annotations.NullMarked;
