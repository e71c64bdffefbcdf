/// Gets files from where they are stored onto this node's disk.
///
/// [io.gantry.loader.fetch.Source] is the one interface of every kind of storage; a new kind is one
/// class in a package of its own below. [io.gantry.loader.fetch.Fetcher] is the engine that they
/// share: files and parts of files in parallel, memory bounded by permits, every byte hashed in
/// order, broken transfers resumed, also by a later process. May not enter: the cache's layout,
/// events.
@NullMarked
package io.gantry.loader.fetch;

import org.jspecify.annotations.NullMarked;
