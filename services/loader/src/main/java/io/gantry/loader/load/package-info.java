/// One attempt to bring an artifact into the cache, and when to make the next.
///
/// [io.gantry.loader.load.ArtifactLoader] goes the whole way: list, make room, fetch, verify,
/// publish; whatever happens, nothing half done stays. May not enter: which artifacts are wanted.
@NullMarked
package io.gantry.loader.load;

import org.jspecify.annotations.NullMarked;
