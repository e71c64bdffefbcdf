/// What is decided for a service, as values.
@NullMarked
package io.gantry.deployer.placement;

import org.jspecify.annotations.NullMarked;
