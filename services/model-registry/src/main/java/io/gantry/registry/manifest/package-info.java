/// `POST /v1/manifests`: everything that a file of manifests describes, applied in one request.
///
/// Lives here: the order in which documents are applied, and what the answer says of each. May not
/// enter: how a document is read, and the rules of its kind.
@NullMarked
package io.gantry.registry.manifest;

import org.jspecify.annotations.NullMarked;
