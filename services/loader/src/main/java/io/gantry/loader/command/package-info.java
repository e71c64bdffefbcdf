/// The loader as programs that end: `pull SRC DEST` for init containers and shells, `verify` for a
/// cache.
///
/// [io.gantry.loader.command.Commands] finds the one that is meant. They run without Quarkus'
/// services, so they are up in a moment and need no Kafka. May not enter: anything of the service,
/// `reconcile` above all.
@NullMarked
package io.gantry.loader.command;

import org.jspecify.annotations.NullMarked;
