/// One attempt to bring an artifact into the cache, and when to make the next.
///
/// [io.gantry.loader.load.ArtifactLoader] goes the whole way: list, make room, fetch, verify,
/// publish. What came of files that can be continued stays for the next attempt when the source
/// went away; whatever else happens, nothing half done stays. May not enter: which artifacts are
/// wanted.
@NullMarked
package io.gantry.loader.load;

import org.jspecify.annotations.NullMarked;
