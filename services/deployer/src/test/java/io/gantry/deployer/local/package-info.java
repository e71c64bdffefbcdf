/// Tests of what a replica's process leaves and what is made of it.
@NullMarked
package io.gantry.deployer.local;

import org.jspecify.annotations.NullMarked;
