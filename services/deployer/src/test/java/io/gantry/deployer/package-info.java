/// Tests of what holds for the whole deployer.
@NullMarked
package io.gantry.deployer;

import org.jspecify.annotations.NullMarked;
