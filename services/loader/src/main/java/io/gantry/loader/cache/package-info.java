/// The node's cache on disk.
///
/// `blobs/sha256/<hex>` holds each content once; `artifacts/<id>/` is an artifact as a tree of hard
/// links to blobs; `artifacts/<id>.json` is its manifest, written last and removed first, so that
/// an artifact with a manifest is whole whenever the process dies; `tmp/<id>/` is what is being
/// made, and stays over a restart when it can be continued; `lock` keeps a second loader out. May
/// not enter: where artifacts come from, who wants them.
@NullMarked
package io.gantry.loader.cache;

import org.jspecify.annotations.NullMarked;
