/// Which resources of a list a client wants: label and field selectors as Kubernetes writes them.
///
/// Pure functions. May not enter: HTTP, the database, a kind of resource.
@NullMarked
package io.gantry.registry.select;

import org.jspecify.annotations.NullMarked;
