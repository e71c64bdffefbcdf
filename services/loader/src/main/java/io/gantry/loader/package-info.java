/// The loader: keeps on its node what the desired revisions refer to.
///
/// Lives here: [io.gantry.loader.LoaderConfig], all that can be configured. Features depend in one
/// direction: `reconcile → load → fetch, cache → verify, outcome`. May not enter: anything that
/// does something.
@NullMarked
package io.gantry.loader;

import org.jspecify.annotations.NullMarked;
