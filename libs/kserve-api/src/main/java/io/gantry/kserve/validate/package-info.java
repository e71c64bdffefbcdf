/// Whether KServe would take a resource, and what to change if not.
///
/// Lives here: the rules of KServe's schema and validating webhooks over InferenceServices and
/// runtimes. Every rule finds all it can, not just the first fault; messages are KServe's where it
/// has one. What is decided otherwise is listed in `docs/kserve-compatibility.md` and held by a
/// test. May not enter: I/O, defaulting (rules see the resource as written).
@NullMarked
package io.gantry.kserve.validate;

import org.jspecify.annotations.NullMarked;
