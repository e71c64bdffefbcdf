/// Tests of the whole deployer: events on a real Kafka in, real processes and events out.
@NullMarked
package io.gantry.deployer.whole;

import org.jspecify.annotations.NullMarked;
