/// The model registry: the one place where it is written down what should be served.
///
/// Lives here: the service's configuration, and what all parts do alike. Features point one way:
/// the HTTP APIs (`model`, `kube`, `manifest`) and `registration` use `store`, typed by
/// `inferenceservice`; the rules of the kinds (`inferenceservice`, `runtime`, `other`) plug into
/// it. `store` uses `publish`; `watch` tells of its changes, `status` writes into it what other
/// services report. `select` says which resources a client wants, `timeline` what happened to a
/// model. See ADR 21. `plan` says what a model will need and writes nothing; `profile` has the
/// defaults that `model` and `plan` use.
@NullMarked
package io.gantry.registry;

import org.jspecify.annotations.NullMarked;
