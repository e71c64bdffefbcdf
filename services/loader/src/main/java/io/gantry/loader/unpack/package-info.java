/// Archives that hold a model: which files are such, and getting out of them what is in them.
///
/// [io.gantry.loader.unpack.Archives] reads zip and tar, plain or compressed, and writes nothing
/// but regular files below one directory, hashed as they are written;
/// [io.gantry.loader.unpack.LayerTree] does so with layers that lie one over the other. An archive
/// is a stranger's word: its names, links, sizes and counts are checked before and while they are
/// followed. May not enter: where archives come from.
@NullMarked
package io.gantry.loader.unpack;

import org.jspecify.annotations.NullMarked;
