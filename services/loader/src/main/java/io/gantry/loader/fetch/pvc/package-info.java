/// `pvc://claim/path`: a volume that is mounted on this node, used in place.
@NullMarked
package io.gantry.loader.fetch.pvc;

import org.jspecify.annotations.NullMarked;
