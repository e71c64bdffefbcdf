/// Who owns which field of an object, and server-side apply, as Kubernetes does both.
///
/// Lives here: [io.gantry.kserve.schema.manage.FieldManagement] with what it is made of, as pure
/// functions on Jackson trees: sets of fields (`fieldsV1`), comparing, merging and removing by
/// schema. A schema that is null, below preserved unknown fields, is deduced: objects are granular,
/// lists atomic. May not enter: HTTP, storage, admission of the result. See ADR 20.
@NullMarked
package io.gantry.kserve.schema.manage;

import org.jspecify.annotations.NullMarked;
