/// How the services' event records get onto Kafka and off it.
///
/// [io.gantry.bus.EventInbox] hands decoded events to a service's `@Incoming` method and sends what
/// nobody can read to the dead letter topic; [io.gantry.bus.EventPublisher] publishes, and keeps
/// what Kafka does not take at once; [io.gantry.bus.CatchUp] tells when a service has its state
/// back after a start. Defaults of all channels are in `META-INF/microprofile-config.properties`.
/// May not enter: anything that knows what an event means.
@NullMarked
package io.gantry.bus;

import org.jspecify.annotations.NullMarked;
