/// What an API server says about the values of an object, by the schema of its type.
///
/// Lives here: [io.gantry.kserve.schema.check.SchemaCheck], which finds everything that is wrong,
/// in Kubernetes' words and with its paths, and [io.gantry.kserve.schema.check.CelRules], the one
/// class that knows the CEL library. What an update leaves as it was is not held against it. May
/// not enter: KServe's webhook rules, HTTP. See ADR 20.
@NullMarked
package io.gantry.kserve.schema.check;

import org.jspecify.annotations.NullMarked;
