/// How loading an artifact ends.
///
/// [io.gantry.loader.outcome.LoadFailedException] carries a failure out of the depth of a download;
/// its factories hold the wording of every failure, so that each names the storage URI, what was
/// found and what to do. May not enter: causes of one kind of source.
@NullMarked
package io.gantry.loader.outcome;

import org.jspecify.annotations.NullMarked;
