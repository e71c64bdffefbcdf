/// The model registry: the one place where it is written down what should be served.
///
/// Lives here: the service's configuration and nothing else. Features point one way: the HTTP APIs
/// (`model`, `kube`, `manifest`) and `registration` use `store`, typed by `inferenceservice`; the
/// rules of the kinds (`inferenceservice`, `runtime`, `other`) plug into it. `store` uses
/// `publish`; `watch` tells of its changes, `status` writes into it what other services report.
/// `select` says which resources a client wants, for all of these. See ADR 21.
@NullMarked
package io.gantry.registry;

import org.jspecify.annotations.NullMarked;
