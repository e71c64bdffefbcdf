/// The events that Gantry's services exchange: topics, records and their CloudEvents encoding.
///
/// Lives here: one sealed interface of records per topic, [io.gantry.events.Topic] and
/// [io.gantry.events.EventCodec]. May not enter: a Kafka client, Quarkus, or anything but the JDK,
/// Jackson and JSpecify. Records are immutable and change by addition only; every one has a golden
/// fixture.
@NullMarked
package io.gantry.events;

import org.jspecify.annotations.NullMarked;
