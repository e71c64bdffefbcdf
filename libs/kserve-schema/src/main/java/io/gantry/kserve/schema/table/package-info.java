/// What `kubectl get` shows of a resource, by the columns of its type.
///
/// Lives here: [io.gantry.kserve.schema.table.Columns], which makes a row's cells, and the JSONPath
/// that CRDs may use for it. May not enter: the Table resource around the rows, HTTP.
@NullMarked
package io.gantry.kserve.schema.table;

import org.jspecify.annotations.NullMarked;
