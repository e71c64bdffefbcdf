/// What a KServe resource means where it leaves something out.
///
/// Lives here: what KServe's mutating webhook fills in ([io.gantry.kserve.defaults.Defaulting]) and
/// what follows from the chosen runtime ([io.gantry.kserve.defaults.RuntimeDefaults]), both pure
/// and idempotent. The registry stores what the user wrote; whoever acts on it applies these first.
/// May not enter: I/O, configuration, Quarkus.
@NullMarked
package io.gantry.kserve.defaults;

import org.jspecify.annotations.NullMarked;
