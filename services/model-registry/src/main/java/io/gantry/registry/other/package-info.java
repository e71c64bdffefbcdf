/// KServe's kinds that are stored, checked and watched like any other, and on which nothing of
/// Gantry acts yet; their status says so.
///
/// May not enter: a kind on which something acts, which deserves a package of its own.
@NullMarked
package io.gantry.registry.other;

import org.jspecify.annotations.NullMarked;
