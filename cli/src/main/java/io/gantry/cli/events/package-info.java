/// Gantry's topics as a stream for people and programs: `get events`.
///
/// Reads Kafka without a group, so that it disturbs nobody. May not enter: writing to a topic.
@NullMarked
package io.gantry.cli.events;

import org.jspecify.annotations.NullMarked;
