/// How a change and its event become one: the transactional outbox.
///
/// [io.gantry.registry.publish.Outbox] writes an event's row in the transaction of the change;
/// [io.gantry.registry.publish.OutboxRelay] sends rows to Kafka in their order by key and deletes a
/// row once Kafka has it. One relay works at a time, however many registries there are. May not
/// enter: what an event means.
@NullMarked
package io.gantry.registry.publish;

import org.jspecify.annotations.NullMarked;
