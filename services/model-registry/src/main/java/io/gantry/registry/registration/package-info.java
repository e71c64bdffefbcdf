/// Registrations that come in by Kafka: the same effect as a call of `/v1/models`, and an answer.
///
/// A registration's change, the event of that change, the answer and the note that it was answered
/// are one transaction; its offset is committed after that. So each takes effect once and is
/// answered at least once, whatever ends or restarts in between. May not enter: rules of what is
/// valid.
@NullMarked
package io.gantry.registry.registration;

import org.jspecify.annotations.NullMarked;
