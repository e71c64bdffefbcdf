/// The loader: keeps on its node what the desired revisions refer to.
///
/// Lives here: [io.gantry.loader.LoaderConfig], all that can be configured;
/// [io.gantry.loader.Backends], all that can be read from; and where the process begins. Features
/// depend in one direction: `reconcile, command → load → peer → credentials, fetch, cache, unpack →
/// verify, outcome`. May not enter: anything that loads or keeps.
@NullMarked
package io.gantry.loader;

import org.jspecify.annotations.NullMarked;
