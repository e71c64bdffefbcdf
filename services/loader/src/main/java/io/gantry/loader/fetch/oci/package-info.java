/// `oci://registry/repository:tag`: models in container registries, by the distribution API.
///
/// A listing settles one manifest; all blobs are of it and are known by their digests. A blob is a
/// file of the model, or a tar that [io.gantry.loader.unpack] gets the files out of. Credentials go
/// to the registry and to who gives its tokens, never to where it keeps blobs. May not enter: what
/// runs an image.
@NullMarked
package io.gantry.loader.fetch.oci;

import org.jspecify.annotations.NullMarked;
