/// What makes files trustworthy: their digests, and names that stay inside their directory.
///
/// Pure values and functions; nothing here reads a disk or a network. May not enter: where files
/// come from or where they are kept.
@NullMarked
package io.gantry.loader.verify;

import org.jspecify.annotations.NullMarked;
